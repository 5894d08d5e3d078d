//! Seeds that once turned the simulator red, each with the story of its bug. They run in every test run, for ever.

/// Seed and story.
pub const KNOWN_SEEDS: &[(u64, &str)] = &[];
