//! Entrar and instalar.

/// The sentences of `/entrar`.
pub struct LoginText {
    pub title: &'static str,
    pub intro: &'static str,
    pub login: &'static str,
    pub login_hint: &'static str,
    pub login_missing: &'static str,
    pub password: &'static str,
    pub password_missing: &'static str,
    pub show_password: &'static str,
    pub enter: &'static str,
    pub help: &'static str,
}

pub static LOGIN: LoginText = LoginText {
    title: "Entrar",
    intro: "Usa el usuario y la contraseña que te dio tu oficina.",
    login: "Usuario",
    login_hint: "Por ejemplo: luis.mora",
    login_missing: "Escribe tu usuario.",
    password: "Contraseña",
    password_missing: "Escribe tu contraseña.",
    show_password: "Ver la contraseña",
    enter: "Entrar",
    help: "¿No puedes entrar? Pide a tu administrador una contraseña nueva. Lo que ya cobraste sigue guardado en este teléfono.",
};

/// The sentences of choosing one's own password.
pub struct OwnPasswordText {
    pub title: &'static str,
    pub intro: &'static str,
    pub new: &'static str,
    pub hint: &'static str,
    pub short: &'static str,
    pub again: &'static str,
    pub differs: &'static str,
    pub save: &'static str,
}

pub static OWN_PASSWORD: OwnPasswordText = OwnPasswordText {
    title: "Elige tu contraseña",
    intro: "La que usaste es temporal. Elige una que solo tú sepas.",
    new: "Contraseña nueva",
    hint: "10 letras o más. Una frase es más fácil de recordar.",
    short: "A la contraseña le faltan letras: son 10 o más.",
    again: "Repite la contraseña",
    differs: "Las dos contraseñas no son iguales. Escríbelas otra vez.",
    save: "Guardar y entrar",
};

/// The sentences of `/instalar`.
pub struct SetupText {
    pub title: &'static str,
    pub intro: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub company: &'static str,
    pub branch: &'static str,
    pub branch_hint: &'static str,
    pub zone: &'static str,
    pub zone_hint: &'static str,
    pub zone_default: &'static str,
    pub name: &'static str,
    pub login: &'static str,
    pub login_hint: &'static str,
    pub password: &'static str,
    pub password_hint: &'static str,
    pub password_again: &'static str,
    pub password_differs: &'static str,
    pub create: &'static str,
    /// Label and IANA name of each zone that a branch may be in.
    pub zones: &'static [(&'static str, &'static str)],
}

pub static SETUP: SetupText = SetupText {
    title: "Instalar Senda",
    intro: "Crea tu empresa y la cuenta del primer administrador. Esto se hace una sola vez.",
    code: "Código de instalación",
    code_hint: "Aparece en la consola del servidor al arrancar.",
    company: "Nombre de la empresa",
    branch: "Primera sucursal",
    branch_hint: "Por ejemplo: Matriz Tecate",
    zone: "Zona horaria de la sucursal",
    zone_hint: "De ella dependen las fechas de vencimiento y los horarios de contacto.",
    zone_default: "America/Mexico_City",
    name: "Tu nombre",
    login: "Usuario",
    login_hint: "Con él vas a entrar. Letras minúsculas, números, punto y guion.",
    password: "Contraseña",
    password_hint: "10 letras o más. Una frase es más fácil de recordar.",
    password_again: "Repite la contraseña",
    password_differs: "Las dos contraseñas no son iguales. Escríbelas otra vez.",
    create: "Crear empresa y administrador",
    zones: &[
        ("Centro (Ciudad de México, Guadalajara, Monterrey)", "America/Mexico_City"),
        ("Noroeste (Tijuana, Tecate, Mexicali)", "America/Tijuana"),
        ("Pacífico (La Paz, Culiacán, Mazatlán)", "America/Mazatlan"),
        ("Sonora (Hermosillo)", "America/Hermosillo"),
        ("Chihuahua", "America/Chihuahua"),
        ("Ciudad Juárez", "America/Ciudad_Juarez"),
        ("Sureste (Cancún)", "America/Cancun"),
        ("Mérida", "America/Merida"),
        ("Frontera noreste (Matamoros, Reynosa)", "America/Matamoros"),
        ("Monterrey", "America/Monterrey"),
    ],
};
