//! From failures of the server to what a browser may know. Sources are logged under a code and never sent.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::store::StoreError;
use crate::api::error::{ApiError, Field, FieldProblem, Thing};

/// The answer of a plain route that is not the one asked for: the same closed set as that of the server functions,
/// as JSON, with the status that [`ApiError::status`] gives.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct HttpError(#[from] pub ApiError);

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> HttpError {
        HttpError(error.into())
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self.0)).into_response();
        if let ApiError::TooManyAttempts { wait_s } = self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
        }
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        match error {
            StoreError::Conflict | StoreError::UnknownCommit => ApiError::Busy,
            StoreError::Exists(_) => ApiError::Conflict,
            StoreError::LoginTaken => ApiError::field(Field::Login, FieldProblem::Taken),
            StoreError::AlreadySetUp => ApiError::AlreadySetUp,
            StoreError::NotFound(what) => match thing(what) {
                Some(what) => ApiError::NotFound { what },
                None => failed(&error),
            },
            StoreError::Rule(rule) => ApiError::Refused { rule },
            StoreError::Unreadable(_)
            | StoreError::Migration(_)
            | StoreError::Settings(_)
            | StoreError::Database(_) => failed(&error),
        }
    }
}

/// What the store calls the things that it did not find.
fn thing(name: &str) -> Option<Thing> {
    match name {
        "person" => Some(Thing::Person),
        "branch" => Some(Thing::Branch),
        "account" | "client" => Some(Thing::Client),
        "device" => Some(Thing::Device),
        "exception" | "event" => Some(Thing::Event),
        "payment" => Some(Thing::Receipt),
        "import" | "import run" => Some(Thing::Import),
        "corte" => Some(Thing::Corte),
        "deposit" => Some(Thing::Deposit),
        "cheque" => Some(Thing::Cheque),
        "request" => Some(Thing::Request),
        "bank account" => Some(Thing::BankAccount),
        _ => None,
    }
}

/// Logs `error` under a short code and answers only the code, which the person may read out to whoever can look.
pub fn failed(error: &dyn std::error::Error) -> ApiError {
    let code = format!("{:04X}", rand::random::<u16>());
    tracing::error!(code, %error, "an operation failed ({code})");
    ApiError::Failed { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_of_a_failure_is_never_sent() {
        let sent = ApiError::from(StoreError::Database("password of the database".into()));
        let ApiError::Failed { code } = &sent else { panic!("{sent:?}") };
        assert_eq!(code.len(), 4);
        assert!(!serde_json::to_string(&sent).unwrap().contains("password"));
    }

    #[test]
    fn conflicts_ask_to_try_again() {
        assert_eq!(ApiError::from(StoreError::Conflict), ApiError::Busy);
        assert_eq!(ApiError::from(StoreError::UnknownCommit).status(), 503);
    }
}
