//! Recognising the protocol among all that may answer in its place: captive portals, login pages, proxies.

use crate::sync::{ports::NetError, protocol::PROTOCOL};

/// What identifies an answer, before its body is read.
#[derive(Clone, Copy, Debug)]
pub struct AnswerHead<'a> {
    /// 0 where the browser hides it: a redirect, which the protocol never sends.
    pub status: u16,
    pub content_type: &'a str,
    /// Value of [`crate::sync::protocol::PROTOCOL_HEADER`]; empty where it is missing.
    pub protocol: &'a str,
}

/// Whether the body is worth reading.
pub fn judge(head: AnswerHead<'_>) -> Result<(), NetError> {
    let is_json = head.content_type.split(';').next().is_some_and(|mime| mime.trim() == "application/json");
    let is_ours = head.protocol.parse() == Ok(PROTOCOL);
    match head.status {
        // A gateway before Senda that finds it stopped answers in its own words.
        502..=504 if !is_ours => Err(NetError::Busy),
        _ if !is_ours => Err(NetError::NotProtocol),
        200 if is_json => Ok(()),
        200 => Err(NetError::NotProtocol),
        401 | 403 => Err(NetError::Unauthorized),
        426 => Err(NetError::UpgradeNeeded),
        429 | 503 => Err(NetError::Busy),
        _ => Err(NetError::ServerFailed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, content_type: &str, protocol: &str, expected: Result<(), NetError>) {
        let head = AnswerHead { status, content_type, protocol };
        assert_eq!(judge(head), expected, "{status} {content_type} {protocol}");
    }

    #[test]
    fn only_our_json_is_the_protocol() {
        check(200, "application/json", "1", Ok(()));
        check(200, "application/json; charset=utf-8", "1", Ok(()));
        // A captive portal, a proxy's JSON, a login page behind a redirect, another protocol.
        check(200, "text/html", "", Err(NetError::NotProtocol));
        check(200, "application/json", "", Err(NetError::NotProtocol));
        check(200, "text/html", "1", Err(NetError::NotProtocol));
        check(0, "", "", Err(NetError::NotProtocol));
        check(401, "text/html", "", Err(NetError::NotProtocol));
        check(200, "application/json", "9", Err(NetError::NotProtocol));
    }

    #[test]
    fn each_status_has_its_meaning() {
        for (status, expected) in [
            (401, NetError::Unauthorized),
            (403, NetError::Unauthorized),
            (426, NetError::UpgradeNeeded),
            (429, NetError::Busy),
            (503, NetError::Busy),
            (500, NetError::ServerFailed),
            (404, NetError::ServerFailed),
        ] {
            check(status, "application/json", "1", Err(expected));
            check(status, "", "1", Err(expected));
        }
        check(502, "text/html", "", Err(NetError::Busy));
    }
}
