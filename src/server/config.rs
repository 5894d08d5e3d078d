//! Configuration: everything comes from environment variables that begin with `SENDA_`.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use super::store::{StoreLogin, StoreOptions};

/// How this process was told to run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub store: StoreOptions,
    /// Where to listen.
    pub addr: SocketAddr,
    /// The folder of the built front-end: hashed files under `pkg/`, and the public files.
    pub site: PathBuf,
    /// An empty database gets the demo company.
    pub is_demo: bool,
    /// Cookies travel by HTTPS only, and browsers are told to insist on it. To be set wherever TLS ends in front.
    pub has_secure_cookies: bool,
    /// Whether `X-Forwarded-For` is written by a proxy of ours.
    pub is_behind_proxy: bool,
    /// The address that people type, without a slash at the end: receipts point there.
    pub public_url: String,
    /// With it `/metrics` answers to anybody who shows it; without it only to this machine.
    pub metrics_token: Option<String>,
}

/// A variable that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} must be {expected}, and is not")]
pub struct ConfigError {
    pub name: &'static str,
    pub expected: &'static str,
}

impl Config {
    /// Reads the variables through `get`, so that tests need not touch the environment of the process.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let get = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let flag = |name: &'static str| match get(name).as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(_) => Err(ConfigError { name, expected: "0 or 1" }),
        };
        let addr: SocketAddr = match get("SENDA_ADDR") {
            None => SocketAddr::from(([127, 0, 0, 1], 3000)),
            Some(text) => text.parse().map_err(|_| ConfigError {
                name: "SENDA_ADDR",
                expected: "an address and a port, such as 127.0.0.1:3000",
            })?,
        };
        let data = PathBuf::from(get("SENDA_DATA").unwrap_or_else(|| "./data".into()));
        let mut store = match get("SENDA_DB") {
            Some(url) => StoreOptions::at(url),
            None => StoreOptions::folder(&data.join("db")),
        };
        store.login = match (get("SENDA_DB_USER"), get("SENDA_DB_PASS")) {
            (None, None) => None,
            (Some(user), Some(password)) => Some(StoreLogin { user, password }),
            _ => {
                return Err(ConfigError {
                    name: "SENDA_DB_USER",
                    expected: "given together with SENDA_DB_PASS",
                });
            }
        };
        let public_url = get("SENDA_PUBLIC_URL").unwrap_or_else(|| format!("http://{addr}"));
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            return Err(ConfigError {
                name: "SENDA_PUBLIC_URL",
                expected: "an address such as https://senda.example",
            });
        }
        Ok(Config {
            store,
            addr,
            site: PathBuf::from(get("SENDA_SITE").unwrap_or_else(|| "target/site".into())),
            is_demo: flag("SENDA_DEMO")?,
            has_secure_cookies: flag("SENDA_SECURE_COOKIES")?,
            is_behind_proxy: flag("SENDA_BEHIND_PROXY")?,
            public_url: public_url.trim_end_matches('/').to_owned(),
            metrics_token: get("SENDA_METRICS_TOKEN"),
        })
    }

    /// What the QR code of a receipt points to.
    pub fn receipt_check_url(&self) -> String {
        format!("{}/r", self.public_url)
    }

    /// Whether `address` may read the metrics without a token.
    pub fn is_this_machine(address: IpAddr) -> bool {
        address.is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn without_variables_it_serves_this_machine_from_a_folder() {
        let config = read(&[]).unwrap();
        assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.store.url, "rocksdb://./data/db");
        assert_eq!(config.receipt_check_url(), "http://127.0.0.1:3000/r");
        assert!(!config.is_demo && !config.has_secure_cookies);
    }

    #[test]
    fn a_variable_that_makes_no_sense_stops_the_start() {
        for (name, value) in [
            ("SENDA_ADDR", "here"),
            ("SENDA_DEMO", "perhaps"),
            ("SENDA_DB_USER", "root"),
            ("SENDA_PUBLIC_URL", "senda.example"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().name, name, "{value}");
        }
    }
}
