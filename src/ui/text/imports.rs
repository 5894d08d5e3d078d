//! What an import says of files, columns and rows. One exhaustive match per enum: a new reason does not compile until
//! it has its sentence.

use crate::{
    api::imports::{Field, FileProblem, ImportKind, MappingProblem, Reason},
    ui::format,
};

/// What a file holds.
pub fn kind(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Clients => "Clientes",
        ImportKind::Invoices => "Facturas con saldo",
    }
}

/// The name of a field, as it stands in the list of columns.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::ClientKey => "Clave del cliente",
        Field::ClientName => "Nombre del cliente",
        Field::Rfc => "RFC",
        Field::Street => "Calle y número",
        Field::Neighbourhood => "Colonia",
        Field::PostalCode => "Código postal",
        Field::Municipality => "Municipio",
        Field::State => "Estado",
        Field::Phone => "Teléfono",
        Field::Email => "Correo",
        Field::CreditLimit => "Límite de crédito",
        Field::CreditDays => "Días de crédito",
        Field::Latitude => "Latitud",
        Field::Longitude => "Longitud",
        Field::Folio => "Folio de la factura",
        Field::Issued => "Fecha de la factura",
        Field::Due => "Vencimiento",
        Field::Total => "Total",
        Field::Balance => "Saldo",
        Field::Currency => "Moneda",
    }
}

/// The field inside a sentence, with its article.
fn the(field: Field) -> &'static str {
    match field {
        Field::ClientKey => "la clave del cliente",
        Field::ClientName => "el nombre",
        Field::Rfc => "el RFC",
        Field::Street => "la calle",
        Field::Neighbourhood => "la colonia",
        Field::PostalCode => "el código postal",
        Field::Municipality => "el municipio",
        Field::State => "el estado",
        Field::Phone => "el teléfono",
        Field::Email => "el correo",
        Field::CreditLimit => "el límite de crédito",
        Field::CreditDays => "los días de crédito",
        Field::Latitude => "la latitud",
        Field::Longitude => "la longitud",
        Field::Folio => "el folio",
        Field::Issued => "la fecha",
        Field::Due => "el vencimiento",
        Field::Total => "el total",
        Field::Balance => "el saldo",
        Field::Currency => "la moneda",
    }
}

/// Why a row is refused, skipped or to be looked at; for the refused ones, also what to do.
pub fn reason(reason: &Reason) -> String {
    use Reason as R;
    match reason {
        R::BlankRow => "Fila en blanco.".into(),
        R::TitleRow => "Es un título, no un registro.".into(),
        R::TotalRow => "Es un total, no un registro.".into(),
        R::RepeatedHeader => "Son los encabezados otra vez.".into(),
        R::FormulaText { field } => {
            format!("En {} viene algo que parece fórmula: se guarda como texto.", the(*field))
        }
        R::FormulaWithoutValue { field, taken: Some(taken) } => format!(
            "El archivo no guarda el resultado de la fórmula en {}; calculamos {}. Revísalo.",
            the(*field),
            format::money(*taken)
        ),
        R::FormulaWithoutValue { field, taken: None } => format!(
            "El archivo no guarda el resultado de la fórmula en {}. Ábrelo en Excel, guárdalo y súbelo otra vez.",
            the(*field)
        ),
        R::ExcelError { field, shown } => {
            format!("Excel marca error {shown} en {}. Corrige la fórmula.", the(*field))
        }
        R::TextLong { field, chars_max } => {
            format!("Pasa de {chars_max} letras {}. Se guarda como viene.", the(*field))
        }
        R::TextTooLong { field, chars_max } => {
            format!("Pasa de {chars_max} letras {}. Escribe algo más corto.", the(*field))
        }
        R::Missing { field } | R::DateMissing { field } => format!("Falta {}.", the(*field)),
        R::Repeated { field, first_row } => {
            format!("En la fila {first_row} ya viene {}. Deja solo una de las dos.", the(*field))
        }
        R::KeyDamaged { field } => {
            format!("Parece que Excel cambió {} por un número. Compara con el original.", the(*field))
        }
        R::PostalCodeLostZero { fixed } => {
            format!("Al código postal le faltaba el cero del principio: queda {fixed}.")
        }
        R::PostalCodeNotDigits => "El código postal no tiene 5 números. Se guarda como viene.".into(),
        R::RfcStructure => "El RFC no tiene la forma correcta. Revísalo con la constancia.".into(),
        R::RfcCheckDigit => "Revisa el RFC con la constancia: no coincide su último carácter.".into(),
        R::EmailMalformed => "El correo no parece un correo. Se guarda como viene.".into(),
        R::EmailSeveral { taken } => format!("Trae varios correos: se guarda {taken}."),
        R::PhoneLength => "El teléfono no tiene 10 números. Se guarda como viene.".into(),
        R::PhoneDamaged => "Excel cambió el teléfono por un número. Compáralo con el original.".into(),
        R::DaysWithText { taken } => format!("Los días de crédito traen texto: se toman {taken}."),
        R::DaysNotANumber => "Los días de crédito no son un número: no se guardan.".into(),
        R::DaysNegative => "Los días de crédito son negativos. Escribe 0 o más.".into(),
        R::PositionUnreadable => "La ubicación no está en México o está incompleta: no se guarda.".into(),
        R::AmountNegative { field } => {
            format!("Es negativo {}. Escribe una cantidad de 0 o más.", the(*field))
        }
        R::AmountAmbiguous { field } => format!(
            "No se sabe cuánto es {}: la coma y el punto están al revés. Escríbelo como 1,234.50.",
            the(*field)
        ),
        R::AmountScientific { field } => {
            format!("Excel cambió {} a notación científica. Escribe la cantidad completa.", the(*field))
        }
        R::AmountNotANumber { field } => {
            format!("No es una cantidad {}. Escríbelo como 1,234.50.", the(*field))
        }
        R::AmountTooLarge { field } => format!("Es demasiado grande {}. Revísalo.", the(*field)),
        R::AmountFraction { field, taken } => {
            format!("En {} vienen más de dos decimales: queda {}.", the(*field), format::money(*taken))
        }
        R::AmountGrouping { field, taken } => {
            format!("En {} las comas están en lugares raros: se leyó {}.", the(*field), format::money(*taken))
        }
        R::LimitNotANumber => "El límite de crédito no es una cantidad: no se guarda.".into(),
        R::TotalZero => "El total es cero. Escribe el total de la factura.".into(),
        R::BalanceAboveTotal => "El saldo es mayor que el total. Corrige uno de los dos.".into(),
        R::BalanceZero => "El saldo es cero: no hay nada que cobrar.".into(),
        R::BalanceFromTotal => "No trae saldo: se toma el total.".into(),
        R::DateNotReal { field } => {
            format!("En {} viene un día que no existe. Escribe el día correcto.", the(*field))
        }
        R::DateMonthFirst { field } => {
            format!("En {} viene primero el mes. Escribe día/mes/año.", the(*field))
        }
        R::DateUnreadable { field } => format!("No se entiende {}. Escribe día/mes/año.", the(*field)),
        R::DateTwoDigitYear { field, taken } => format!(
            "En {} el año viene con dos cifras: se leyó {}.",
            the(*field),
            format::date_with_year(*taken)
        ),
        R::DateSerial { field, taken } => format!(
            "En {} viene el número interno de Excel: se leyó {}.",
            the(*field),
            format::date_with_year(*taken)
        ),
        R::DateVeryOld { field } => format!("Revisa {}: es de hace muchos años.", the(*field)),
        R::DateInFuture { field } => format!("Revisa {}: todavía no llega ese día.", the(*field)),
        R::DueBeforeIssued => "Vence antes de la fecha de la factura. Corrige una de las dos.".into(),
        R::DueFromCreditDays { days, taken } => format!(
            "No trae vencimiento: con {days} días de crédito vence el {}.",
            format::date_with_year(*taken)
        ),
        R::ClientUnknown => "El cliente no está en el catálogo: se creará con esa clave y ese nombre.".into(),
        R::CurrencySpelled => "La moneda viene escrita con letra. Se entendió, revísala.".into(),
        R::CurrencyUnknown => "No conocemos esa moneda. Escribe MXN o USD.".into(),
        R::FolioOfAnotherClient => {
            "Ese folio ya es de otro cliente en Senda. Revisa el folio o el cliente.".into()
        }
        R::InvoiceHasPayments => {
            "Ya hay cobros en Senda y este saldo es distinto: se quedó el de Senda. Acláralo con cartera."
                .into()
        }
    }
}

/// Why a file cannot be read, and what to do.
pub fn file_problem(problem: &FileProblem) -> String {
    use FileProblem as P;
    match problem {
        P::Empty => "El archivo está vacío. Elige otro.".into(),
        P::TooLarge { megabytes_max } => {
            format!("El archivo pasa de {megabytes_max} MB. Divídelo en partes y súbelas una por una.")
        }
        P::TooManyRows { rows_max } => format!(
            "El archivo pasa de {} filas. Divídelo en partes y súbelas una por una.",
            format::count(u64::from(*rows_max))
        ),
        P::TooManyColumns { columns_max } => {
            format!("El archivo pasa de {columns_max} columnas. Deja solo las que se van a importar.")
        }
        P::NotASpreadsheet => "El archivo no es una hoja de cálculo. Sube un Excel (.xlsx) o un CSV.".into(),
        P::OldOrProtected => {
            "El archivo es de un Excel anterior a 2007 o tiene contraseña. Guárdalo como .xlsx sin contraseña y súbelo."
                .into()
        }
        P::Damaged => "El archivo está dañado. Ábrelo en Excel, guárdalo otra vez y súbelo.".into(),
        P::ExpandsTooMuch => {
            "El archivo contiene demasiado para abrirlo con seguridad. Guarda solo la hoja que se va a importar.".into()
        }
        P::NoTable => "Ninguna hoja visible trae una tabla. Revisa que la hoja no esté oculta.".into(),
        P::UnclosedQuote { row } => {
            format!("En la fila {row} hay unas comillas que no se cierran. Corrígelas y sube el archivo otra vez.")
        }
        P::Payments => {
            "Este archivo trae cobros. Los cobros se registran en Senda, no se importan: así cada uno tiene su recibo."
                .into()
        }
    }
}

/// Why a choice of columns cannot be used.
pub fn mapping_problem(problem: &MappingProblem) -> String {
    use MappingProblem as P;
    match problem {
        P::FieldMissing { field } => format!("Di qué columna trae {}.", the(*field)),
        P::AmountMissing => "Di qué columna trae el total o el saldo.".into(),
        P::FieldTwice { field } => format!("Dos columnas dicen traer {}. Deja solo una.", the(*field)),
        P::FirstRowBeyond { rows } => {
            format!("La fila de los encabezados no está en el archivo: tiene {rows} filas.")
        }
        P::FieldOfAnotherKind { field: of } => {
            format!("Este tipo de archivo no lleva «{}». Quita esa columna.", field(*of))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_what_and_where() {
        let repeated = reason(&Reason::Repeated { field: Field::Folio, first_row: 7 });
        assert_eq!(repeated, "En la fila 7 ya viene el folio. Deja solo una de las dos.");
        let unreal = reason(&Reason::DateNotReal { field: Field::Due });
        assert_eq!(unreal, "En el vencimiento viene un día que no existe. Escribe el día correcto.");
    }
}
