//! Choices of columns, and what may be applied: pure.

use crate::{
    api::imports::{Counts, Field, ImportKind, Mapping, PreviewValue},
    domain::ids::ImportId,
    ui::format,
};

/// Where one import lives.
pub fn address(id: ImportId) -> String {
    format!("/oficina/importar/{id}")
}

/// Where its refused rows can be downloaded.
pub fn refused_address(id: ImportId) -> String {
    format!("/office/imports/{id}/refused.csv")
}

/// What an option of a column's list stands for: its key is the place of the field among those of the kind, and the
/// empty key leaves the column out.
pub fn field_of(kind: ImportKind, key: &str) -> Option<Field> {
    kind.fields().get(key.parse::<usize>().ok()?).copied()
}

/// The same columns for another kind of file: what it does not have is left out.
pub fn with_kind(mapping: &Mapping, kind: ImportKind) -> Mapping {
    let columns =
        mapping.columns.iter().map(|field| field.filter(|field| kind.fields().contains(field))).collect();
    Mapping { kind, columns, ..mapping.clone() }
}

/// A cell of the review as it is shown.
pub fn shown(value: &PreviewValue) -> String {
    match value {
        PreviewValue::Text(text) => text.clone(),
        PreviewValue::Money(amount) => format::money(*amount),
        PreviewValue::Date(date) => format::date_with_year(*date),
    }
}

/// Rows that would be stored.
pub fn applicable(counts: Counts) -> u64 {
    u64::from(counts.good).saturating_add(u64::from(counts.warn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_kind_leads_back_to_itself() {
        for kind in [ImportKind::Clients, ImportKind::Invoices] {
            for (place, field) in kind.fields().iter().enumerate() {
                assert_eq!(field_of(kind, &place.to_string()), Some(*field));
            }
            assert_eq!(field_of(kind, ""), None);
        }
    }

    #[test]
    fn another_kind_keeps_only_what_it_has() {
        let mapping = Mapping {
            kind: ImportKind::Clients,
            header_row: Some(1),
            columns: vec![Some(Field::ClientKey), Some(Field::Rfc), None],
        };
        assert_eq!(with_kind(&mapping, ImportKind::Invoices).columns, [Some(Field::ClientKey), None, None]);
    }
}
