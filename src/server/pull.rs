//! Handing out what a phone holds: pages of one scope's changes, in commit order.

use serde_json::value::RawValue;

use super::store::{Store, StoreError, people::Person};
use crate::{
    domain::{date::Millis, money::Money},
    sync::protocol::{PULL_LIMIT_MAX, Profile, PullPage, PullRequest, PullResponse, Put},
};

/// Why a pull was not answered.
#[derive(Debug, thiserror::Error)]
pub enum PullRefusal {
    /// 403: the scope is somebody else's, or the device is not this person's or was retired.
    #[error("not this person's scope or device")]
    Forbidden,
    /// 426: the build speaks a protocol that this server no longer, or not yet, speaks on pull.
    #[error("another protocol")]
    UpgradeNeeded,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a pull needs to know besides the request.
#[derive(Clone, Copy, Debug)]
pub struct PullContext<'a> {
    pub now: Millis,
    /// The base address that receipts' QR codes point to.
    pub receipt_check_url: &'a str,
}

/// Answers one pull of `caller`, who is logged in.
pub async fn pull(
    store: &Store,
    caller: &Person,
    request: &PullRequest,
    context: PullContext<'_>,
) -> Result<PullResponse, PullRefusal> {
    if request.scope != caller.id {
        return Err(PullRefusal::Forbidden);
    }
    let device = store.device(request.device).await?.ok_or(PullRefusal::Forbidden)?;
    if device.person != caller.id || device.retired.is_some() || device.epoch != request.epoch {
        return Err(PullRefusal::Forbidden);
    }
    let limit = request.limit.clamp(1, PULL_LIMIT_MAX);
    let page = store.scope_page(request.scope, request.device, request.since, limit).await?;
    if request.since > page.counter {
        // The cursor is of another life of this database: a restored copy.
        return Ok(PullResponse::Reset { server_time: context.now });
    }
    let puts = page.puts.into_iter().map(|stored| {
        let account = RawValue::from_string(stored.json).map_err(StoreError::from)?;
        Ok(Put { id: stored.id, version: stored.version, account })
    });
    let puts = puts.collect::<Result<Vec<_>, StoreError>>()?;
    let profile = if page.has_more { None } else { Some(profile(store, caller, context).await?) };
    if !page.has_more {
        store.touch_device(request.device, context.now).await?;
    }
    Ok(PullResponse::Page(PullPage {
        puts,
        deletes: page.deletes,
        next: page.next,
        has_more: page.has_more,
        device_last_seq: page.device_last_seq,
        checksum: (!page.has_more).then_some(page.checksum),
        profile,
        drawer: page.drawer.filter(|_| !page.has_more),
        server_time: context.now,
    }))
}

async fn profile(store: &Store, person: &Person, context: PullContext<'_>) -> Result<Profile, StoreError> {
    let branch = store.branch(person.branch).await?.ok_or(StoreError::NotFound("branch"))?;
    let company = store.company().await?;
    let today = context.now.date_in(branch.zone);
    let month_collected: Money = store.collected_in_month(person.id, today).await?;
    Ok(Profile {
        person: person.id,
        name: person.name.clone(),
        roles: person.roles.clone(),
        branch: branch.id,
        branch_name: branch.name,
        zone: branch.zone,
        company: company.map(|company| company.name).unwrap_or_default(),
        month_goal: person.month_goal,
        month_collected,
        receipt_check_url: context.receipt_check_url.to_owned(),
        policy: store.policy_of(person.id).await?,
    })
}
