//! The header: which row holds the titles, and what each title means.

use super::table::{Cell, Row, Table, tidy};
use crate::api::imports::{Field, FileProblem, ImportKind};

/// Rows looked at for the titles: reports put a few lines of heading above.
const HEADING_ROWS_MAX: usize = 30;
/// Titles that must be known for a row to be the header.
const KNOWN_TITLES_MIN: usize = 2;

/// What a title may mean. Beside the fields, the columns that give a list of payments away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    Field(Field),
    /// "Cliente": the key, unless another column is the key; then the name.
    Client,
    PaymentForm,
    PaymentReference,
}

/// The header that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// As a spreadsheet numbers it.
    pub row: u32,
    pub titles: Vec<Option<Title>>,
}

impl Header {
    pub fn fields_count(&self) -> usize {
        self.titles.iter().flatten().count()
    }

    fn has(&self, field: Field) -> bool {
        self.titles.contains(&Some(Title::Field(field)))
    }

    /// What the file holds; `None` where the titles do not tell.
    ///
    /// Errs on a list of payments.
    pub fn kind(&self) -> Result<Option<ImportKind>, FileProblem> {
        let is_payment = self.titles.contains(&Some(Title::PaymentForm))
            || self.titles.contains(&Some(Title::PaymentReference));
        if is_payment && !self.has(Field::Balance) && !self.has(Field::Due) {
            return Err(FileProblem::Payments);
        }
        let is_invoices = self.has(Field::Folio) || self.has(Field::Due) || self.has(Field::Balance);
        let is_clients = self.has(Field::ClientKey)
            || self.has(Field::ClientName)
            || self.titles.contains(&Some(Title::Client));
        Ok(if is_invoices {
            Some(ImportKind::Invoices)
        } else if is_clients {
            Some(ImportKind::Clients)
        } else {
            None
        })
    }

    /// The columns as proposed for a kind: each field once, titles of other kinds left out.
    pub fn columns(&self, kind: ImportKind) -> Vec<Option<Field>> {
        let mut taken: Vec<Field> = Vec::new();
        let mut columns: Vec<Option<Field>> = self
            .titles
            .iter()
            .map(|title| match title {
                Some(Title::Field(field)) if kind.fields().contains(field) && !taken.contains(field) => {
                    taken.push(*field);
                    Some(*field)
                }
                _ => None,
            })
            .collect();
        for (column, title) in columns.iter_mut().zip(&self.titles) {
            if *title == Some(Title::Client) {
                let field = [Field::ClientKey, Field::ClientName].into_iter().find(|f| !taken.contains(f));
                taken.extend(field);
                *column = field;
            }
        }
        columns
    }
}

/// The row among the first whose cells are known titles, the one with the most of them. `None` where there is none:
/// then the first row may well be data and a person must say.
pub fn find(table: &Table) -> Option<Header> {
    let mut best: Option<Header> = None;
    for row in table.rows.iter().take(HEADING_ROWS_MAX) {
        let header = Header { row: row.number, titles: titles(row, table.width) };
        let count = header.fields_count();
        // Titles are words: a row with amounts or dates in it is data, whatever its words.
        let has_values = row.cells.iter().any(|cell| matches!(cell, Cell::Number(_) | Cell::Date(_)));
        let is_better = best.as_ref().is_none_or(|found| count > found.fields_count());
        if count >= KNOWN_TITLES_MIN && !has_values && is_better {
            best = Some(header);
        }
    }
    best
}

fn titles(row: &Row, width: usize) -> Vec<Option<Title>> {
    (0..width)
        .map(|column| match row.cell(column) {
            Cell::Text(text) => meaning(text),
            _ => None,
        })
        .collect()
}

/// Lower case, without accents, points or other signs, single spaces.
pub fn fold(text: &str) -> String {
    let folded: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'ä' => 'a',
            'é' | 'è' | 'ë' => 'e',
            'í' | 'ì' | 'ï' => 'i',
            'ó' | 'ò' | 'ö' => 'o',
            'ú' | 'ù' | 'ü' => 'u',
            'ñ' => 'n',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    tidy(&folded)
}

fn meaning(title: &str) -> Option<Title> {
    let title = fold(title);
    SYNONYMS.iter().find(|(_, names)| names.contains(&title.as_str())).map(|(title, _)| *title)
}

/// How Mexican programs and spreadsheets title their columns, folded.
#[rustfmt::skip]
const SYNONYMS: &[(Title, &[&str])] = &[
    (Title::Client, &["cliente", "clientes", "customer"]),
    (Title::Field(Field::ClientKey), &[
        "clave", "clave cliente", "clave de cliente", "clave del cliente", "cve", "cve cte", "cve cliente",
        "cve de cliente", "no cliente", "no de cliente", "num cliente", "numero de cliente", "numero cliente",
        "codigo", "codigo cliente", "codigo de cliente", "cod cliente", "cod cte", "id cliente", "id", "no cte",
        "num cte", "cuenta", "cte",
    ]),
    (Title::Field(Field::ClientName), &[
        "nombre", "nombre cliente", "nombre del cliente", "nombre de cliente", "razon social",
        "nombre o razon social", "nombre razon social", "nombre comercial", "denominacion", "negocio",
    ]),
    (Title::Field(Field::Rfc), &["rfc", "r f c", "registro federal", "registro federal de contribuyentes"]),
    (Title::Field(Field::Street), &[
        "calle", "calle y numero", "calle y no", "calle numero", "direccion", "domicilio", "domicilio fiscal",
    ]),
    (Title::Field(Field::Neighbourhood), &["colonia", "col", "fraccionamiento", "asentamiento"]),
    (Title::Field(Field::PostalCode), &["cp", "c p", "codigo postal", "cod postal"]),
    (Title::Field(Field::Municipality), &["municipio", "ciudad", "poblacion", "localidad", "alcaldia", "delegacion"]),
    (Title::Field(Field::State), &["estado", "entidad", "entidad federativa", "edo"]),
    (Title::Field(Field::Phone), &[
        "telefono", "tel", "telefonos", "celular", "cel", "movil", "telefono 1", "whatsapp", "tel celular",
    ]),
    (Title::Field(Field::Email), &["correo", "correo electronico", "email", "e mail", "mail"]),
    (Title::Field(Field::CreditLimit), &[
        "limite", "limite de credito", "limite credito", "lim credito", "linea de credito", "credito autorizado",
    ]),
    (Title::Field(Field::CreditDays), &[
        "dias", "dias de credito", "dias credito", "plazo", "plazo de credito", "condiciones", "dias cred",
    ]),
    (Title::Field(Field::Latitude), &["latitud", "lat"]),
    (Title::Field(Field::Longitude), &["longitud", "lon", "lng", "long"]),
    (Title::Field(Field::Folio), &[
        "folio", "factura", "no factura", "no de factura", "num factura", "numero de factura", "documento",
        "no documento", "num documento", "folio factura", "folio fiscal interno", "serie y folio", "fact", "remision",
    ]),
    (Title::Field(Field::Issued), &[
        "fecha", "fecha factura", "fecha de factura", "fecha emision", "fecha de emision", "f emision", "emision",
        "fecha documento", "fecha doc", "f factura", "fecha expedicion", "fecha de expedicion",
    ]),
    (Title::Field(Field::Due), &[
        "vencimiento", "fecha vencimiento", "fecha de vencimiento", "f vencimiento", "f vto", "vto", "f venc", "venc",
        "fecha vto", "fecha venc", "vence", "fecha limite", "fecha limite de pago",
    ]),
    (Title::Field(Field::Total), &[
        "total", "importe", "importe total", "monto", "monto total", "total factura", "importe factura",
        "total documento", "cargo", "importe original", "valor",
    ]),
    (Title::Field(Field::Balance), &[
        "saldo", "por cobrar", "saldo pendiente", "saldo actual", "saldo factura", "pendiente", "adeudo", "resta",
        "importe pendiente", "saldo insoluto", "saldo por cobrar",
    ]),
    (Title::Field(Field::Currency), &["moneda", "divisa", "mon", "tipo de moneda"]),
    (Title::PaymentForm, &["forma de pago", "forma pago", "metodo de pago", "tipo de pago", "medio de pago"]),
    (Title::PaymentReference, &[
        "referencia", "ref", "referencia de pago", "fecha de pago", "fecha pago", "importe pagado", "recibo",
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::imports::TextEncoding, server::imports::delimited};

    fn header(text: &str) -> Option<Header> {
        find(&delimited::read(text, TextEncoding::Utf8).unwrap())
    }

    #[test]
    fn no_two_meanings_share_a_title_and_titles_are_folded() {
        let mut seen = std::collections::BTreeSet::new();
        for name in SYNONYMS.iter().flat_map(|(_, names)| names.iter()) {
            assert_eq!(fold(name), *name);
            assert!(seen.insert(name), "{name} means two things");
        }
    }

    #[test]
    fn the_client_column_is_the_key_or_the_name_as_the_others_leave_it() {
        use Field::*;
        for (text, kind, expected) in [
            (
                "Folio,Cliente,Nombre\n",
                ImportKind::Invoices,
                [Some(Folio), Some(ClientKey), Some(ClientName)],
            ),
            ("Clave,Cliente,R.F.C.\n", ImportKind::Clients, [Some(ClientKey), Some(ClientName), Some(Rfc)]),
            (
                "CLIENTE;Nombre;Teléfono\n",
                ImportKind::Clients,
                [Some(ClientKey), Some(ClientName), Some(Phone)],
            ),
        ] {
            let header = header(text).unwrap();
            assert_eq!(header.kind(), Ok(Some(kind)), "{text}");
            assert_eq!(header.columns(kind), expected, "{text}");
        }
    }

    #[test]
    fn the_header_is_found_below_headings_and_never_made_up() {
        let report = "Cartera vencida,,\nAl 31/05/2024,,\n,,\nFolio,Fecha,Saldo\nA-1,01/03/2024,10\n";
        assert_eq!(header(report).unwrap().row, 4);
        assert_eq!(header("A-1,01/03/2024,10\nA-2,02/03/2024,20\n"), None);
    }

    #[test]
    fn a_list_of_payments_is_told() {
        let payments = header("Fecha,Factura,Cliente,Importe,Forma de pago,Referencia\n").unwrap();
        assert_eq!(payments.kind(), Err(FileProblem::Payments));
    }
}
