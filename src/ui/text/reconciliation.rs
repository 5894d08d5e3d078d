//! Conciliación: what the screen says, and why a statement or one of its rows cannot be read.

use crate::{
    api::reconciliation::{StatementColumn, StatementProblem, StatementReason},
    domain::reconciliation::{Confidence, Doubt, ExpectedKind},
    ui::{format, text::imports},
};

/// The sentences of the screen.
pub struct ReconciliationText {
    pub title: &'static str,
    pub intro: &'static str,
    pub bank: &'static str,
    pub all_banks: &'static str,
    pub no_banks: &'static str,
    pub no_banks_detail: &'static str,
    pub upload: &'static str,
    pub uploading: &'static str,
    pub drop_here: &'static str,
    pub choose_file: &'static str,
    pub file_hint: &'static str,
    pub file_missing: &'static str,
    pub taken: fn(u32, u32) -> String,
    pub repeated: &'static str,
    pub refused_rows: fn(usize) -> String,
    pub refused_row: fn(u32, &str) -> String,
    pub parts: &'static str,
    pub tab_sure: &'static str,
    pub tab_doubtful: &'static str,
    pub tab_alone: &'static str,
    pub tab_done: &'static str,
    pub sure_empty: &'static str,
    pub sure_count: fn(u32) -> String,
    pub confirm_all: fn(usize) -> String,
    pub confirm: &'static str,
    pub confirmed: fn(u32) -> String,
    pub doubtful_empty: &'static str,
    pub this_one: &'static str,
    pub alone_empty: &'static str,
    pub lines_alone: &'static str,
    pub waiting: &'static str,
    pub waiting_sum: fn(u32, &str) -> String,
    pub aside: &'static str,
    pub set_aside: &'static str,
    pub bring_back: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub was_set_aside: &'static str,
    pub was_brought_back: &'static str,
    pub chosen: fn(&str, &str) -> String,
    pub choose_both: &'static str,
    pub sums_differ: &'static str,
    pub pair: &'static str,
    pub choose_line: fn(&str) -> String,
    pub choose_money: fn(&str) -> String,
    pub done_empty: &'static str,
    pub undo: &'static str,
    pub undo_question: fn(&str) -> String,
    pub undo_no: &'static str,
    pub undone: &'static str,
    pub undone_by: fn(&str, &str) -> String,
    pub confirmed_by: fn(&str, &str) -> String,
    pub older: &'static str,
    pub own: &'static str,
    pub statements: &'static str,
    pub by_hand: &'static str,
    // Columns
    pub day: &'static str,
    pub amount: &'static str,
    pub says: &'static str,
    pub expected: &'static str,
    pub who: &'static str,
    pub state: &'static str,
    pub action: &'static str,
    pub days_waiting: fn(i64) -> String,
    pub waits: &'static str,
    pub file: &'static str,
    pub period: &'static str,
    pub lines: &'static str,
    pub lines_of: fn(u32, u32) -> String,
}

pub static ES: ReconciliationText = ReconciliationText {
    title: "Conciliación",
    intro: "Compara el estado de cuenta del banco con los depósitos y transferencias que la empresa espera.",
    bank: "Cuenta del banco",
    all_banks: "Todas las cuentas",
    no_banks: "No hay cuentas de banco",
    no_banks_detail: "Pide a un administrador que registre la cuenta en Configuración.",
    upload: "Subir estado de cuenta",
    uploading: "Leyendo el estado de cuenta…",
    drop_here: "Arrastra aquí el estado de cuenta",
    choose_file: "o elige un archivo",
    file_hint: "Excel (.xlsx), CSV o texto, tal como lo descargas del banco. Subir dos veces el mismo no duplica nada.",
    file_missing: "Elige el archivo del estado de cuenta.",
    taken: |lines, new_lines| match new_lines {
        0 => format!("Se leyeron {lines} movimientos; todos estaban ya."),
        1 => format!("Se leyeron {lines} movimientos; 1 es nuevo."),
        _ => format!("Se leyeron {lines} movimientos; {new_lines} son nuevos."),
    },
    repeated: "Este archivo ya se había subido: nada cambió.",
    refused_rows: |rows| match rows {
        1 => "1 fila no se pudo leer".into(),
        _ => format!("{rows} filas no se pudieron leer"),
    },
    refused_row: |row, reason| format!("Fila {row}: {reason}"),
    parts: "Partes de la conciliación",
    tab_sure: "Coinciden",
    tab_doubtful: "Por decidir",
    tab_alone: "Sin pareja",
    tab_done: "Conciliado",
    sure_empty: "Nada que conciliar por ahora. Sube un estado de cuenta para comparar.",
    sure_count: |count| match count {
        1 => "1 movimiento coincide con un solo cobro o depósito.".into(),
        _ => format!("{count} movimientos coinciden, cada uno con un solo cobro o depósito."),
    },
    confirm_all: |count| format!("Conciliar {count}"),
    confirm: "Conciliar",
    confirmed: |count| match count {
        1 => "Listo: 1 movimiento conciliado.".into(),
        _ => format!("Listo: {count} movimientos conciliados."),
    },
    doubtful_empty: "Ningún movimiento tiene dudas.",
    this_one: "Es este",
    alone_empty: "Todo tiene pareja.",
    lines_alone: "Abonos que nadie esperaba",
    waiting: "Dinero que el banco no muestra",
    waiting_sum: |count, amount| format!("{count} por llegar; en total se esperan {amount}."),
    aside: "Apartados",
    set_aside: "Apartar",
    bring_back: "Regresar",
    note: "¿Qué es este movimiento?",
    note_hint: "Por ejemplo: intereses del banco, préstamo, traspaso propio.",
    was_set_aside: "Listo: el movimiento quedó apartado.",
    was_brought_back: "Listo: el movimiento está otra vez por conciliar.",
    chosen: |lines, money| format!("Elegiste {lines} del banco y {money} esperado."),
    choose_both: "Elige al menos un abono y lo que se esperaba.",
    sums_differ: "Las dos sumas deben ser iguales.",
    pair: "Conciliar lo elegido",
    choose_line: |words| format!("Elegir el abono {words}"),
    choose_money: |words| format!("Elegir {words}"),
    done_empty: "Todavía no se ha conciliado nada.",
    undo: "Deshacer",
    undo_question: |amount| {
        format!("¿Deshacer la conciliación de {amount}? El dinero deja de contarse en el banco.")
    },
    undo_no: "Dejar como está",
    undone: "Deshecha",
    undone_by: |name, when| format!("La deshizo {name} · {when}"),
    confirmed_by: |name, when| format!("{name} · {when}"),
    older: "Ver anteriores",
    own: "Lo recibiste tú: lo concilia otra persona",
    statements: "Estados de cuenta",
    by_hand: "Lo decidió una persona",
    day: "Día",
    amount: "Monto",
    says: "Lo que dice el banco",
    expected: "Lo que se esperaba",
    who: "Quién",
    state: "Estado",
    action: "Acción",
    days_waiting: |days| match days {
        i64::MIN..=0 => "hoy".into(),
        1 => "1 día".into(),
        _ => format!("{days} días"),
    },
    waits: "Espera",
    file: "Archivo",
    period: "Periodo",
    lines: "Movimientos",
    lines_of: |lines, new_lines| format!("{lines}, {new_lines} nuevos"),
};

/// What kind of money is expected.
pub fn kind(kind: ExpectedKind) -> &'static str {
    match kind {
        ExpectedKind::Deposit => "Depósito",
        ExpectedKind::Transfer => "Transferencia",
        ExpectedKind::Card => "Tarjeta",
        ExpectedKind::Cheque => "Cheque",
    }
}

/// What a match rests on.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Reference => "Referencia y monto",
        Confidence::AmountAndDate => "Monto y fecha",
    }
}

/// Why a person must decide.
pub fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::SeveralByReference => "Varios tienen la misma referencia y el mismo monto.",
        Doubt::SeveralByAmount => "Varios tienen el mismo monto en esos días.",
        Doubt::AmountDiffers => "La referencia coincide, pero el monto es otro.",
    }
}

fn column(column: StatementColumn) -> &'static str {
    match column {
        StatementColumn::Date | StatementColumn::ValueDate => "la fecha",
        StatementColumn::Description => "la descripción o la referencia",
        StatementColumn::Reference => "la referencia",
        StatementColumn::Debit => "los cargos",
        StatementColumn::Credit => "los abonos o el importe",
        StatementColumn::Amount => "el importe",
        StatementColumn::Sign => "si es cargo o abono",
        StatementColumn::Balance => "el saldo",
    }
}

/// Why a whole statement cannot be read.
pub fn statement_problem(problem: &StatementProblem) -> String {
    match problem {
        StatementProblem::File { file } => imports::file_problem(file),
        StatementProblem::NoHeader { missing } => {
            let names: Vec<&str> = missing.iter().map(|missing| column(*missing)).collect();
            format!(
                "No encontramos los títulos de las columnas: falta {}. Sube el archivo tal como lo da el banco.",
                names.join(" y ")
            )
        }
        StatementProblem::NoLines => {
            "El archivo no trae movimientos. Elige otro periodo y descárgalo otra vez.".into()
        }
        StatementProblem::TooManyLines { lines_max } => format!(
            "El archivo trae más de {} movimientos. Descarga periodos más cortos.",
            format::count(u64::from(*lines_max))
        ),
    }
}

/// Why one row was refused.
pub fn reason(reason: StatementReason) -> &'static str {
    match reason {
        StatementReason::DateMissing => "no trae fecha.",
        StatementReason::DateNotReal => "la fecha no existe.",
        StatementReason::DateMonthFirst => "la fecha tiene el mes primero; debe ser día/mes/año.",
        StatementReason::DateUnreadable => "la fecha no se entiende.",
        StatementReason::DateInFuture => "la fecha todavía no llega.",
        StatementReason::AmountMissing => "no trae cargo ni abono.",
        StatementReason::AmountBoth => "trae cargo y abono a la vez.",
        StatementReason::AmountNotANumber => "el monto no es un número.",
        StatementReason::AmountAmbiguous => {
            "el monto se puede leer de dos maneras: usa coma para miles y punto para centavos."
        }
        StatementReason::AmountFraction => "el monto tiene fracciones de centavo.",
        StatementReason::AmountTooLarge => "el monto es demasiado grande.",
        StatementReason::CreditNegative => "el abono es negativo.",
        StatementReason::SignUnknown => "no dice si es cargo o abono.",
    }
}
