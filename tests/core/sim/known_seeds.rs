//! Seeds that once turned the simulator red, each with the story of its bug. They run in every test run, for ever.

/// Seed and story.
pub const KNOWN_SEEDS: &[(u64, &str)] = &[
    (
        5,
        "a tab that had not seen that another one enrolled anew was held to show a record of the new enrolment",
    ),
    (27, "a tab read the base while another wrote a page to it, and asked for a needless snapshot"),
    (107, "a pull that broke was resumed after another tab had gone on, and skipped what that one received"),
    (822, "another tab enrolled anew during a push, and the old events went up under the new enrolment"),
    (
        3219,
        "another tab enrolled anew, and a tab followed a pull of the new enrolment because the cursors were alike",
    ),
    (38_519, "a tab looked while another enrolled anew, and took the old outbox for the new enrolment's"),
];
