//! What is marked, and what giving it to somebody would do: pure.

use std::collections::BTreeMap;

use crate::{
    api::assign::{CollectorLoad, MatchedClient, PlaceCount},
    domain::{
        ids::{ClientId, PersonId},
        money::Money,
    },
    ui::text::assign::ES,
};

/// The option that takes clients from everybody.
pub const NOBODY: &str = "nobody";

/// The clients that are marked, on whatever page they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked(BTreeMap<ClientId, MatchedClient>);

impl Marked {
    pub fn is_marked(&self, client: ClientId) -> bool {
        self.0.contains_key(&client)
    }

    pub fn mark(&mut self, client: MatchedClient) {
        self.0.insert(client.client, client);
    }

    pub fn unmark(&mut self, client: ClientId) {
        self.0.remove(&client);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn count(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    /// Money beyond all bounds counts as none.
    pub fn balance(&self) -> Money {
        Money::sum(self.0.values().map(|client| client.balance)).unwrap_or_default()
    }

    pub fn ids(&self) -> Vec<ClientId> {
        self.0.keys().copied().collect()
    }

    /// How many would leave somebody else's phone.
    pub fn taken_from_others(&self, to: Option<PersonId>) -> u64 {
        let moved = self.0.values().filter(|client| client.assigned_to.is_some() && client.assigned_to != to);
        u64::try_from(moved.count()).unwrap_or(u64::MAX)
    }

    /// How many the person would have more than now.
    pub fn gained_by(&self, to: PersonId) -> u64 {
        let gained = self.0.values().filter(|client| client.assigned_to != Some(to));
        u64::try_from(gained.count()).unwrap_or(u64::MAX)
    }
}

/// Whoever the clients would go to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Person(CollectorLoad),
    Nobody,
}

impl Target {
    /// What the options of the list stand for; `None` while nothing is chosen.
    pub fn of(key: &str, loads: &[CollectorLoad]) -> Option<Target> {
        if key == NOBODY {
            return Some(Target::Nobody);
        }
        let person = PersonId::parse(key)?;
        loads.iter().find(|load| load.person == person).cloned().map(Target::Person)
    }

    pub fn person(&self) -> Option<PersonId> {
        match self {
            Target::Person(load) => Some(load.person),
            Target::Nobody => None,
        }
    }

    /// What the button says.
    pub fn action(&self, marked: &Marked) -> String {
        match self {
            Target::Person(load) => (ES.assign)(marked.count(), &load.name),
            Target::Nobody => (ES.unassign)(marked.count()),
        }
    }

    /// What will happen, before it does.
    pub fn effect(&self, marked: &Marked) -> String {
        match self {
            Target::Person(load) => {
                let effect =
                    (ES.confirm)(marked.count(), &load.name, marked.taken_from_others(Some(load.person)));
                let after = u64::from(load.clients).saturating_add(marked.gained_by(load.person));
                format!("{effect} {}", (ES.load_after)(after))
            }
            Target::Nobody => (ES.confirm_nobody)(marked.count()),
        }
    }

    /// What happened, once it did.
    pub fn done(&self, count: u64) -> String {
        match self {
            Target::Person(load) => (ES.done)(count, &load.name),
            Target::Nobody => (ES.done_nobody)(count),
        }
    }
}

/// The municipalities, each once, in their order.
pub fn municipalities(places: &[PlaceCount]) -> Vec<String> {
    let mut names: Vec<String> = places.iter().map(|place| place.municipality.clone()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

/// The neighbourhoods of a municipality, or of all where none is chosen.
pub fn neighbourhoods(places: &[PlaceCount], municipality: &str) -> Vec<String> {
    let mut names: Vec<String> = places
        .iter()
        .filter(|place| municipality.is_empty() || place.municipality == municipality)
        .map(|place| place.neighbourhood.clone())
        .collect();
    names.sort();
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(key: &str, assigned_to: Option<&str>) -> MatchedClient {
        MatchedClient {
            client: ClientId::from_key(key),
            balance: Money::from_centavos(10_000).unwrap(),
            assigned_to: assigned_to.map(PersonId::from_key),
        }
    }

    fn marked() -> Marked {
        let mut marked = Marked::default();
        for client in [client("A", None), client("B", Some("Ana")), client("C", Some("Luis"))] {
            marked.mark(client);
        }
        marked
    }

    #[test]
    fn marking_twice_counts_once_and_sums_balances() {
        let mut marked = marked();
        marked.mark(client("A", None));
        assert_eq!((marked.count(), marked.balance().centavos()), (3, 30_000));
        marked.unmark(ClientId::from_key("A"));
        assert!(!marked.is_marked(ClientId::from_key("A")));
    }

    #[test]
    fn who_loses_and_who_gains_is_told_apart() {
        let (marked, ana) = (marked(), PersonId::from_key("Ana"));
        assert_eq!(marked.taken_from_others(Some(ana)), 1);
        assert_eq!(marked.taken_from_others(None), 2);
        assert_eq!(marked.gained_by(ana), 2);
    }
}
