//! Errors in Spanish: what happened, what happened to your data, what to do. One exhaustive match per enum: a new
//! variant does not compile until it has its sentence.

use crate::{
    device::{DeviceError, photos::PhotoError},
    domain::{
        money::MoneyError, payment::PAYMENT_TEXT_CHARS_MAX, plan::PlanError, rule_error::RuleError,
        rules::ExceptionCode,
    },
    sync::{
        engine::SyncError,
        ports::{NetError, StoreError},
        protocol::QuarantineReason,
    },
    ui::{format, session::trouble::Trouble},
};

/// Why what was typed cannot be recorded.
pub fn rule(error: &RuleError) -> String {
    match error {
        RuleError::Field { field } => field_text(field),
        RuleError::AmountNotPositive => "Escribe una cantidad mayor que cero.".to_owned(),
        RuleError::PromiseInThePast => {
            "La fecha de la promesa ya pasó. Elige hoy o un día después.".to_owned()
        }
        RuleError::PromiseBeyondDebt { promised, owed } => format!(
            "La promesa de {} es mayor que lo que debe ({}). Corrige la cantidad.",
            format::money(*promised),
            format::money(*owed)
        ),
        RuleError::TextTooLong { chars_max, .. } => {
            format!("El texto es muy largo: caben {chars_max} caracteres. Acórtalo.")
        }
        RuleError::WrongClient => {
            "El movimiento es de otro cliente. No se guardó; vuelve a abrir al cliente.".to_owned()
        }
        RuleError::FoliosExhausted => {
            "Se acabaron los folios de esta serie. Pide a la oficina dar de alta otra vez este teléfono."
                .to_owned()
        }
        RuleError::SamePerson => {
            "No puede ser la misma persona: uno pide o entrega y otro autoriza o recibe.".to_owned()
        }
        RuleError::HandoverState => {
            "Ese corte ya cambió de estado. Vuelve a abrir la lista y revísalo.".to_owned()
        }
        RuleError::BeyondCash { asked, held } => format!(
            "Pides {} y solo hay {}. Corrige la cantidad.",
            format::money(*asked),
            format::money(*held)
        ),
        RuleError::PayDayInThePast => {
            "La fecha de pago del contrarecibo ya pasó. Elige hoy o un día después.".to_owned()
        }
        RuleError::DebtNotOpen => {
            "Esa deuda ya no está abierta para este cliente. Vuelve a abrir al cliente y elige otra."
                .to_owned()
        }
        RuleError::DebtInAgreement => {
            "Esa deuda ya está en un convenio. Primero hay que darlo por terminado en la oficina.".to_owned()
        }
        RuleError::AgreementDiffers { capital, moratory } => format!(
            "Lo que debe cambió: {} y {} de intereses. Vuelve a hacer el convenio.",
            format::money(*capital),
            format::money(*moratory)
        ),
        RuleError::AgreementUneven => {
            "Las parcialidades no suman el total o sus fechas no avanzan. Revísalas.".to_owned()
        }
        RuleError::AgreementInstalments { instalments, instalments_max } => format!(
            "Puedes convenir hasta {instalments_max} pagos y pediste {instalments}. Pide autorización a la oficina."
        ),
        RuleError::AgreementDays { days, days_max } => format!(
            "Puedes convenir hasta {days_max} días de plazo y son {days}. Pide autorización a la oficina."
        ),
        RuleError::AgreementDiscount { discount, discount_max } => format!(
            "Puedes descontar hasta {} de intereses y son {}. Pide autorización a la oficina.",
            format::money(*discount_max),
            format::money(*discount)
        ),
        RuleError::TooManyAgreements => {
            "El cliente ya tiene demasiados convenios vigentes. La oficina debe cerrar alguno.".to_owned()
        }
        RuleError::AgreementNotActive => "Ese convenio no existe o ya no está vigente.".to_owned(),
        RuleError::Plan(error) => plan(*error).to_owned(),
        RuleError::UnknownCheque => "Ese cobro no trajo un cheque de este cliente.".to_owned(),
        RuleError::ChequeState => "El cheque ya se cobró o ya se devolvió.".to_owned(),
        RuleError::UnknownPayment => "La oficina no tiene ese cobro.".to_owned(),
        RuleError::AlreadyCorrected => "Ese cobro ya se reversó; solo se puede una vez.".to_owned(),
        RuleError::UnappliedUsed { needed, left } => format!(
            "El saldo a favor de ese cobro ya se usó: quedan {} de {}.",
            format::money(*left),
            format::money(*needed)
        ),
        RuleError::BeyondDebt { asked, owed } => format!(
            "La cantidad ({}) es mayor que lo que debe ({}). Corrígela.",
            format::money(*asked),
            format::money(*owed)
        ),
        RuleError::DueDate => {
            "El nuevo vencimiento es igual al anterior o es de antes de la factura. Elige otro.".to_owned()
        }
        RuleError::Money(error) => money(*error).to_owned(),
    }
}

/// Why a plan of instalments cannot be made.
fn plan(error: PlanError) -> &'static str {
    match error {
        PlanError::Count => "El número de pagos no es válido.",
        PlanError::EmptyInstalment => "Son demasiados pagos para esa cantidad: alguno quedaría en cero.",
        PlanError::Step => "El redondeo debe ser mayor que cero.",
        PlanError::Money(error) => money(error),
    }
}

/// What is wrong with one field of a form of payment.
fn field_text(field: &str) -> String {
    match field {
        "tracking_key" => {
            "Escribe la clave de rastreo; viene en el comprobante de la transferencia.".to_owned()
        }
        "bank" => "Escribe el banco.".to_owned(),
        "cheque_number" => "Escribe el número del cheque.".to_owned(),
        "cheque_account" => {
            "La cuenta del cheque lleva 11 dígitos, o 18 si es CLABE. Puedes dejarla vacía.".to_owned()
        }
        "authorization" => "Escribe el número de autorización del voucher.".to_owned(),
        "signature" => "Falta la firma. Pide que firmen dentro del recuadro.".to_owned(),
        "slip_folio" => "Escribe el folio de la ficha; viene impreso por el banco.".to_owned(),
        "deposited_on" => "La ficha no puede tener fecha de mañana o después. Corrígela.".to_owned(),
        "time" => "Escribe la hora de la ficha como 09:30, o déjala vacía.".to_owned(),
        "cheques" => "Un cheque está dos veces. Déjalo una sola vez.".to_owned(),
        "count" => "Revisa el conteo: cada billete y moneda va una vez, con su cantidad.".to_owned(),
        "kept" => "No puedes quedarte con más de lo que contaste. Corrige la cantidad.".to_owned(),
        "day" => "El corte no puede ser de un día que aún no llega.".to_owned(),
        "receiver" => "Escribe el nombre de quien recibe.".to_owned(),
        "reason" => "Escribe el motivo.".to_owned(),
        "person" => "El movimiento es de otra persona. Entra con tu usuario.".to_owned(),
        "last_four" => "Escribe los últimos 4 dígitos de la tarjeta.".to_owned(),
        _ => format!("Revisa el dato marcado: falta o pasa de {PAYMENT_TEXT_CHARS_MAX} caracteres."),
    }
}

pub fn money(error: MoneyError) -> &'static str {
    match error {
        MoneyError::FractionOfCentavo => "La cantidad lleva más de dos decimales. Corrígela.",
        MoneyError::OutOfRange => "La cantidad es demasiado grande. Revísala.",
    }
}

/// Why nothing was saved on the phone.
pub fn store(error: &StoreError) -> String {
    match error {
        StoreError::NotEnrolled => {
            "Este teléfono aún no está dado de alta. NO se guardó. Conéctate y entra otra vez.".to_owned()
        }
        StoreError::Quota => {
            "Al teléfono le queda poco espacio. NO se guardó este movimiento; lo anterior está a salvo. Borra fotos o videos y toca Guardar otra vez.".to_owned()
        }
        StoreError::Unsent => "Hay movimientos sin enviar. Conéctate y vuelve a intentar.".to_owned(),
        StoreError::Rule(error) => rule(error),
        StoreError::Stale => "Otra ventana de Senda guardó primero. Toca Guardar otra vez.".to_owned(),
        StoreError::ReadBackDiffers | StoreError::Failed(_) => {
            "NO se guardó. Toca Guardar otra vez; no entregues recibo.".to_owned()
        }
        StoreError::StorageLost => {
            "El teléfono perdió lo guardado por Senda. Llama a la oficina antes de seguir cobrando.".to_owned()
        }
    }
}

/// Why it could not be sent or brought. What is saved stays saved.
pub fn net(error: NetError) -> &'static str {
    match error {
        NetError::Unreachable => "No hay conexión. Lo guardado sigue en este teléfono y se enviará solo.",
        NetError::NotProtocol => "Esta red pide entrar a una página. Ábrela o usa tus datos.",
        NetError::Unauthorized => "Entra otra vez para ver datos nuevos. Lo cobrado se envía igual.",
        NetError::Busy => "La oficina está ocupada. Lo guardado sigue aquí; se intentará solo.",
        NetError::UpgradeNeeded => {
            "Hay una versión nueva de Senda. Actualiza para recibir datos; lo cobrado se envía igual."
        }
        NetError::ServerFailed => "No pudimos enviar. Tus movimientos siguen guardados. Se intentará solo.",
    }
}

/// What a person should look at in a record that was applied.
pub fn exception(code: ExceptionCode) -> &'static str {
    match code {
        ExceptionCode::NamedInvoiceSettled => {
            "la factura indicada ya estaba pagada; se aplicó a la más antigua"
        }
        ExceptionCode::NothingOwed => "ya no debía nada; quedó a favor del cliente",
        ExceptionCode::SuspectedDuplicate => {
            "otro recibo del mismo día tiene el mismo cliente y la misma cantidad"
        }
        ExceptionCode::NotAssigned => "el cliente ya está asignado a otra persona",
        ExceptionCode::SuspectClock => "el reloj del teléfono no coincide con el de la oficina",
        ExceptionCode::OverCashLimit => "se rebasó el límite de efectivo en mano",
        ExceptionCode::CountDiffers => "el conteo del corte no coincide con lo esperado",
        ExceptionCode::HandoverDiffers => "el corte no coincide con los cobros registrados",
        ExceptionCode::DepositDiffers => "el depósito no coincide con lo que se llevaba en mano",
        ExceptionCode::MayNotDeposit => "la persona no está autorizada para depositar",
    }
}

/// Why a record is *por aclarar*.
pub fn quarantine(reason: QuarantineReason) -> &'static str {
    match reason {
        QuarantineReason::Unreadable => "la oficina no pudo leer el registro",
        QuarantineReason::Forged => "el registro no coincide con su huella",
        QuarantineReason::SameIdOtherBytes => "llegó antes otro registro con el mismo número",
        QuarantineReason::UnknownClient => "la oficina no encuentra al cliente",
        QuarantineReason::FolioTaken => "el folio ya es de otro cobro",
        QuarantineReason::RuleRefused => "los datos no cuadran con la cuenta del cliente",
    }
}

/// Why a round of sending and receiving did not come to its end.
pub fn sync(error: &SyncError) -> String {
    match error {
        SyncError::Store { error } => store_while_syncing(error),
        SyncError::Net { error } => net(*error).to_owned(),
        SyncError::WrongEpoch => {
            "Este teléfono se dio de alta en otro lado con la misma serie. Exporta el respaldo en Por enviar y llama a la oficina antes de seguir.".to_owned()
        }
        SyncError::ServerBehind { seq } => format!(
            "A la oficina le falta el movimiento {seq}, que ya no está aquí. Exporta el respaldo en Por enviar y llama a la oficina."
        ),
        SyncError::ChecksumDiffers => {
            "Los datos recibidos no cuadran con la oficina. Lo cobrado está a salvo; se descargarán otra vez.".to_owned()
        }
    }
}

fn store_while_syncing(error: &StoreError) -> String {
    match error {
        StoreError::Quota => {
            "Al teléfono le queda poco espacio. Tus cobros están a salvo; borra fotos o videos.".to_owned()
        }
        StoreError::ReadBackDiffers | StoreError::Failed(_) | StoreError::Stale => {
            "El teléfono no pudo guardar los datos nuevos. Lo cobrado sigue aquí; se intentará solo."
                .to_owned()
        }
        StoreError::NotEnrolled | StoreError::Unsent | StoreError::Rule(_) | StoreError::StorageLost => {
            store(error)
        }
    }
}

/// Why there is no photo; nothing where the person only closed the camera.
pub fn photo(error: &PhotoError) -> Option<String> {
    let text = match error {
        PhotoError::NoFile => return None,
        PhotoError::NotAnImage => "No se pudo leer la foto. Tómala otra vez.",
        PhotoError::TooLarge => "La foto pesa demasiado. Tómala otra vez, un poco más lejos.",
        PhotoError::Store(StoreError::Quota) => {
            "Al teléfono le queda poco espacio. La foto NO se guardó; tus cobros están a salvo. Borra fotos o videos y tómala otra vez."
        }
        PhotoError::Store(_) => "La foto NO se guardó. Tómala otra vez.",
        PhotoError::Failed(_) => "Este navegador no puede preparar fotos. Actualízalo, o guarda sin foto.",
    };
    Some(text.to_owned())
}

/// Why there is no phone to work with.
pub fn device(error: DeviceError) -> &'static str {
    match error {
        DeviceError::Unavailable => "Esta página aún no está lista. Ábrela otra vez.",
        DeviceError::NoStorage => {
            "Este navegador no deja guardar datos, quizá por estar en modo privado. Abre Senda en una ventana normal."
        }
    }
}

/// Whatever went wrong around the session.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Device(error) => device(*error).to_owned(),
        Trouble::Store(error) => store(error),
        Trouble::Sync(error) => sync(error),
        Trouble::Api(error) => crate::ui::text::api_errors::api(error),
    }
}
