//! What the office answers when it does not do what a page asked, in Spanish: what happened, what to do.
//! One match per enum, without a wildcard: a new code does not compile until somebody writes its sentence.

use crate::{
    api::error::{ApiError, Field, FieldError, FieldProblem, Thing},
    ui::{format, text::errors},
};

/// The sentence for the whole answer. The problems of fields have their own, see [`field`].
pub fn api(error: &ApiError) -> String {
    match error {
        ApiError::NotLoggedIn => "Tu sesión terminó. Entra otra vez para seguir.".into(),
        ApiError::MustChangePassword => "Primero cambia la contraseña temporal por una tuya.".into(),
        ApiError::Forbidden { .. } => {
            "Esto no es parte de tu trabajo. Si lo necesitas, pide el permiso a un administrador.".into()
        }
        ApiError::WrongLogin => {
            "El usuario o la contraseña no coinciden. Revísalos y vuelve a intentar.".into()
        }
        ApiError::TooManyAttempts { wait_s } => {
            format!(
                "Demasiados intentos. Espera {} y vuelve a intentar.",
                format::span(i64::from(*wait_s).saturating_mul(1000))
            )
        }
        ApiError::Fields { problems } => match problems.as_slice() {
            [only] => field(only),
            _ => "Hay datos que corregir. Están marcados abajo.".into(),
        },
        ApiError::NotFound { what } => not_found(*what).into(),
        ApiError::Conflict => {
            "Alguien lo cambió mientras tanto. Actualiza para ver cómo quedó y vuelve a intentar.".into()
        }
        ApiError::AlreadySetUp => "Esta instalación ya tiene administrador. Entra con tu usuario.".into(),
        ApiError::LastAdmin => {
            "Es el único administrador activo. Da ese trabajo a otra persona antes de quitárselo.".into()
        }
        ApiError::NotToOneself => {
            "No puedes hacer esto con tu propia cuenta. Pídelo a otro administrador.".into()
        }
        ApiError::Refused { rule } => errors::rule(rule),
        ApiError::AmountsDiffer { lines, money } => {
            format!(
                "Los abonos suman {} y lo esperado {}. Elige otra vez: deben ser iguales.",
                format::money(*lines),
                format::money(*money)
            )
        }
        ApiError::TooMany { items_max } => {
            format!(
                "Son demasiados a la vez: caben {}. Hazlo en partes.",
                format::count(u64::from(*items_max))
            )
        }
        ApiError::BadRequest => {
            "La oficina no entendió lo que envió esta página. Recarga la página y vuelve a intentar.".into()
        }
        ApiError::Busy => {
            "La oficina está ocupada. No se cambió nada. Vuelve a intentar en un momento.".into()
        }
        ApiError::Unreachable => {
            "No hay conexión con la oficina. No se cambió nada. Revisa tu internet y vuelve a intentar."
                .into()
        }
        ApiError::NotSenda => "Esta red pide entrar a una página. Ábrela o usa tus datos.".into(),
        ApiError::Failed { code } => {
            format!("Algo falló de nuestro lado. Lo ya guardado sigue aquí. Código {code}.")
        }
    }
}

/// The sentence beside one field: it names the field and the remedy.
pub fn field(error: &FieldError) -> String {
    let name = field_name(error.field);
    match error.problem {
        FieldProblem::Missing => format!("Falta {name}. Escríbelo."),
        FieldProblem::TooShort { chars_min } => {
            format!("A {name} le faltan letras: son {chars_min} o más.")
        }
        FieldProblem::TooLong { chars_max } => {
            format!("A {name} le sobran letras: caben {chars_max}.")
        }
        FieldProblem::Taken => format!("Ya existe: cambia {name} por otro."),
        FieldProblem::Malformed => malformed(error.field).into(),
        FieldProblem::EasyToGuess => {
            "Esa contraseña es fácil de adivinar. Usa una frase que no lleve tu usuario.".into()
        }
        FieldProblem::Wrong => match error.field {
            Field::SetupCode => {
                "El código no coincide. Copia el que aparece en la consola del servidor.".into()
            }
            Field::CurrentPassword => "La contraseña de ahora no coincide. Escríbela otra vez.".into(),
            _ => format!("No coincide {name}. Revísalo."),
        },
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Company => "el nombre de la empresa",
        Field::Branch => "la sucursal",
        Field::Zone => "la zona horaria",
        Field::Name => "el nombre",
        Field::Login => "el usuario",
        Field::Password => "la contraseña",
        Field::CurrentPassword => "la contraseña de ahora",
        Field::SetupCode => "el código de instalación",
        Field::Roles => "el trabajo que hace",
        Field::DeviceName => "el nombre del dispositivo",
        Field::Reason => "la explicación",
        Field::Folio => "el folio",
        Field::Goal => "la meta",
        Field::Search => "lo que buscas",
        Field::Amount => "la cantidad",
        Field::Date => "la fecha",
        Field::Time => "la hora",
        Field::Bank => "el banco",
        Field::LastFour => "los últimos 4 dígitos",
        Field::Clabe => "la CLABE",
        Field::SlipFolio => "el folio de la ficha",
        Field::Cheques => "los cheques",
        Field::Count => "el conteo",
        Field::HandedTo => "a quién se entregó",
        Field::Rate => "la tasa",
        Field::Limit => "el límite",
        Field::AgreementLimits => "el límite de los convenios",
        Field::Period => "el periodo",
        Field::Client => "el cliente",
        Field::FiscalUuid => "el folio fiscal",
        Field::StampedOn => "la fecha de timbrado",
    }
}

fn malformed(field: Field) -> &'static str {
    match field {
        Field::Login => "El usuario lleva solo letras minúsculas, números, punto y guion.",
        Field::Folio => "El folio no está completo. Se escribe como C07-000137-0.",
        Field::Zone => "Elige la zona horaria de la lista.",
        Field::Branch => "Elige la sucursal de la lista.",
        Field::SetupCode => "Al código le falta algo. Copia el que aparece en la consola del servidor.",
        Field::Roles => "Elige el trabajo de la lista.",
        Field::Goal => "Escribe la meta en pesos, por ejemplo 50000.",
        Field::Amount => "Escribe la cantidad en pesos, mayor que cero.",
        Field::Date => "Elige una fecha que ya llegó.",
        Field::Time => "Escribe la hora de la ficha, por ejemplo 13:45.",
        Field::LastFour => "Escribe los últimos 4 dígitos de la cuenta.",
        Field::Clabe => "La CLABE no es correcta. Revisa sus 18 dígitos; puedes dejarla vacía.",
        Field::Cheques => "Hay cheques que ya no están en la caja. Actualiza y elige otra vez.",
        Field::Count => "El conteo no es posible. Revisa las piezas.",
        Field::Rate => "Escribe la tasa en por ciento, dentro de lo permitido.",
        Field::Limit => "El primer límite es mayor que cero y no pasa del segundo.",
        Field::AgreementLimits => "Escribe parcialidades, días y descuento dentro de lo permitido.",
        Field::Period => {
            "Revisa las fechas: «Desde» va antes que «Hasta» y caben 366 días; el programa, hasta 62 días atrás."
        }
        Field::FiscalUuid => "El folio fiscal son 36 caracteres con guiones. Cópialo completo.",
        Field::StampedOn => "La fecha de timbrado no puede ser después de hoy.",
        Field::Bank
        | Field::SlipFolio
        | Field::HandedTo
        | Field::Company
        | Field::Name
        | Field::Password
        | Field::CurrentPassword
        | Field::DeviceName
        | Field::Reason
        | Field::Client
        | Field::Search => "Hay letras que no se pueden usar aquí. Corrígelo.",
    }
}

fn not_found(what: Thing) -> &'static str {
    match what {
        Thing::Person => "Esa persona ya no está en la lista. Actualiza.",
        Thing::Branch => "Esa sucursal ya no está en la lista. Actualiza.",
        Thing::Client => "Ese cliente no existe o no es de los tuyos.",
        Thing::Device => "Ese dispositivo ya no está en la lista. Actualiza.",
        Thing::Event => "Ese movimiento ya no está en la lista. Actualiza.",
        Thing::Receipt => "Ese recibo todavía no llega a la oficina.",
        Thing::Photo => "Esa foto todavía no llega a la oficina.",
        Thing::Corte => "Ese corte ya no está en la lista. Actualiza.",
        Thing::Deposit => "Ese depósito ya no está en la lista. Actualiza.",
        Thing::Cheque => "Ese cheque ya no está en la lista. Actualiza.",
        Thing::Request => "Esa solicitud ya no está en la lista. Actualiza.",
        Thing::BankAccount => "Esa cuenta de banco ya no está en la lista. Actualiza.",
        Thing::Report => "Ese reporte no existe. Elige otro de la lista.",
        Thing::Import => "Esa importación no existe. Sube el archivo otra vez: repetirlo no duplica nada.",
        Thing::StatementLine => "Ese movimiento del banco ya no está en la lista. Actualiza.",
        Thing::Match => "Esa conciliación ya no está en la lista. Actualiza.",
    }
}
