//! Push and pull over fetch.

use gloo_net::http::{Request, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestRedirect};

use super::js::Timeout;
use crate::{
    device::answer::{AnswerHead, judge},
    sync::{
        ports::{NetError, Transport},
        protocol::{PROTOCOL, PROTOCOL_HEADER, PullRequest, PullResponse, PushRequest, PushResponse},
    },
};

/// A push is at most 256 KB: two minutes are 2 KB a second, below which another try is no worse.
const PUSH_WAIT_MS_MAX: u32 = 120_000;
/// A page of a pull may be some megabytes.
const PULL_WAIT_MS_MAX: u32 = 180_000;

#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceTransport;

impl Transport for DeviceTransport {
    /// With the device's own credential, so that an expired login never strands cash.
    async fn push(&self, credential: &str, request: &PushRequest) -> Result<PushResponse, NetError> {
        let body = serde_json::to_string(request).map_err(|_| NetError::NotProtocol)?;
        let wait = Wait::new(PUSH_WAIT_MS_MAX)?;
        let request = common(Request::post("/sync/push"), &wait)
            .credentials(RequestCredentials::Omit)
            .header("authorization", &format!("Bearer {credential}"))
            .header("content-type", "application/json")
            .body(body)
            .map_err(|_| NetError::Unreachable)?;
        read(request.send().await).await
    }

    /// With the login's cookie.
    async fn pull(&self, request: &PullRequest) -> Result<PullResponse, NetError> {
        let PullRequest { scope, device, epoch, since, limit } = request;
        let address = format!(
            "/sync/pull?protocol={PROTOCOL}&scope={scope}&device={device}&epoch={epoch}&since={since}&limit={limit}"
        );
        let wait = Wait::new(PULL_WAIT_MS_MAX)?;
        let request = common(Request::get(&address), &wait)
            .credentials(RequestCredentials::SameOrigin)
            .build()
            .map_err(|_| NetError::Unreachable)?;
        read(request.send().await).await
    }
}

/// Never from a cache, and never through a redirect: the protocol sends none, captive portals do.
pub fn common(request: RequestBuilder, wait: &Wait) -> RequestBuilder {
    request
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Manual)
        .header("accept", "application/json")
        .abort_signal(Some(&wait.controller.signal()))
}

async fn read<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, NetError> {
    let answer = answer.map_err(|_| NetError::Unreachable)?;
    let headers = answer.headers();
    judge(AnswerHead {
        status: answer.status(),
        content_type: &headers.get("content-type").unwrap_or_default(),
        protocol: &headers.get(PROTOCOL_HEADER).unwrap_or_default(),
    })?;
    let text = answer.text().await.map_err(|_| NetError::Unreachable)?;
    serde_json::from_str(&text).map_err(|_| NetError::NotProtocol)
}

/// Aborts the request when the wait is over; also where its future is dropped.
pub struct Wait {
    controller: AbortController,
    _timer: Timeout,
}

impl Wait {
    pub fn new(wait_ms: u32) -> Result<Wait, NetError> {
        let controller = AbortController::new().map_err(|_| NetError::Unreachable)?;
        let timer = Timeout::new(wait_ms, {
            let controller = controller.clone();
            move || controller.abort()
        });
        Ok(Wait { controller, _timer: timer })
    }

    /// For whoever must stop the request earlier.
    pub fn controller(&self) -> AbortController {
        self.controller.clone()
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.controller.abort();
    }
}
