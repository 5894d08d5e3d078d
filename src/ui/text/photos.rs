//! Photos and signatures.

pub struct PhotoText {
    pub take: &'static str,
    pub take_another: &'static str,
    pub remove: &'static str,
    pub preparing: &'static str,
    pub taken: &'static str,
    /// What the preview shows, for who cannot see it.
    pub preview: fn(&str) -> String,
    pub unreadable: &'static str,
    pub sign_here: &'static str,
    pub clear: &'static str,
    pub signed: &'static str,
    /// Who signed, for who cannot see it.
    pub signature_of: fn(&str) -> String,
    pub waiting_title: &'static str,
    pub waiting: fn(usize, u64) -> String,
    pub none_waiting: &'static str,
    pub waiting_hint: &'static str,
    pub refused: fn(usize) -> String,
    pub send_now: &'static str,
    pub sign_out_blocked: fn(usize) -> String,
    /// In the chip.
    pub chip: fn(usize) -> String,
}

pub static ES: PhotoText = PhotoText {
    take: "Tomar foto",
    take_another: "Tomar otra",
    remove: "Quitar foto",
    preparing: "Preparando la foto…",
    taken: "Foto guardada en este teléfono.",
    preview: |label| format!("Foto: {label}"),
    unreadable: "La foto ya no está en este teléfono.",
    sign_here: "Firma aquí con el dedo",
    clear: "Borrar firma",
    signed: "Firmado.",
    signature_of: |who| format!("Firma de {who}"),
    waiting_title: "Fotos",
    waiting: |number, bytes| match number {
        1 => format!("1 foto por enviar · {}", size(bytes)),
        _ => format!("{number} fotos por enviar · {}", size(bytes)),
    },
    none_waiting: "Todas las fotos están en la oficina.",
    waiting_hint: "Se envían solas después de los cobros, sin detenerlos.",
    refused: |number| match number {
        1 => "1 foto no se pudo recibir en la oficina. El movimiento sí vale; toma otra si hace falta."
            .to_owned(),
        _ => format!(
            "{number} fotos no se pudieron recibir en la oficina. Los movimientos sí valen; toma otras si hace falta."
        ),
    },
    send_now: "Enviar fotos ahora",
    sign_out_blocked: |number| match number {
        1 => "Tienes 1 foto sin enviar. Conéctate y vuelve a intentar.".to_owned(),
        _ => format!("Tienes {number} fotos sin enviar. Conéctate y vuelve a intentar."),
    },
    chip: |number| match number {
        1 => "1 foto por enviar".to_owned(),
        _ => format!("{number} fotos por enviar"),
    },
};

/// Bytes as people read them: `640 KB`, `1.2 MB`.
fn size(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        return format!("{kilobytes} KB");
    }
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_kilobytes_or_megabytes() {
        for (bytes, text) in [
            (0, "0 KB"),
            (1, "1 KB"),
            (640_000, "640 KB"),
            (999_001, "1.0 MB"),
            (1_150_000, "1.2 MB"),
            (12_000_000, "12.0 MB"),
        ] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn one_photo_is_not_many() {
        assert_eq!((ES.waiting)(1, 640_000), "1 foto por enviar · 640 KB");
        assert_eq!((ES.waiting)(3, 1_200_000), "3 fotos por enviar · 1.2 MB");
    }
}
