//! `GET /sync/pull`: authorised by the login session.

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    domain::ids::{DeviceId, PersonId},
    server::{
        extract::{Allowed, may},
        pull::{self, PullContext, PullRefusal},
        state::AppState,
    },
    sync::protocol::{PROTOCOL, PROTOCOL_HEADER, PullRequest},
};

pub fn router() -> Router<AppState> {
    Router::new().route("/sync/pull", get(hand_out)).layer(SetResponseHeaderLayer::overriding(
        HeaderName::from_static(PROTOCOL_HEADER),
        HeaderValue::from(PROTOCOL),
    ))
}

/// The query of a pull. Builds that do not name their protocol speak the first.
#[derive(Deserialize)]
struct PullQuery {
    #[serde(default = "first_protocol")]
    protocol: u16,
    scope: PersonId,
    device: DeviceId,
    epoch: u32,
    since: u64,
    limit: u32,
}

fn first_protocol() -> u16 {
    1
}

/// Needs `Permission::Collect`, and only for the caller's own scope and device.
async fn hand_out(
    State(state): State<AppState>,
    Query(query): Query<PullQuery>,
    allowed: Allowed<may::Collect>,
) -> Response {
    if query.protocol != PROTOCOL {
        return PullRefusal::UpgradeNeeded.into_response();
    }
    let request = PullRequest {
        scope: query.scope,
        device: query.device,
        epoch: query.epoch,
        since: query.since,
        limit: query.limit,
    };
    let url = state.config.receipt_check_url();
    let context = PullContext { now: state.now(), receipt_check_url: &url };
    match pull::pull(&state.store, &allowed.caller.person, &request, context).await {
        Ok(response) => Json(response).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

impl IntoResponse for PullRefusal {
    fn into_response(self) -> Response {
        match self {
            PullRefusal::Forbidden => StatusCode::FORBIDDEN.into_response(),
            PullRefusal::UpgradeNeeded => StatusCode::UPGRADE_REQUIRED.into_response(),
            PullRefusal::Store(error) if error.is_passing() => {
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            PullRefusal::Store(error) => {
                tracing::error!(%error, "a pull failed");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
