//! The destinations of the person's role: a bar below on phones, a rail at the side from 600 px.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::text::common::ES;

/// One destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    pub href: &'static str,
    pub label: &'static str,
    pub glyph: Glyph,
    /// Other paths that belong to this destination.
    pub also: &'static [&'static str],
}

impl NavItem {
    pub fn new(href: &'static str, label: &'static str, glyph: Glyph) -> NavItem {
        NavItem { href, label, glyph, also: &[] }
    }

    fn is_current(&self, path: &str) -> bool {
        let is_under = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_under(self.href) || self.also.iter().any(|prefix| is_under(prefix))
    }
}

#[component]
pub fn NavBar(
    /// In the fixed order of the role, at most five.
    #[prop(into)]
    items: Signal<Vec<NavItem>>,
    /// The path that is open.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let links = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let (href, label, glyph) = (item.href, item.label, item.glyph);
                let current = move || path.with(|path| item.is_current(path)).then_some("page");
                view! {
                    <li>
                        <a href=href aria-current=current>
                            <Icon glyph=glyph/>
                            <span>{label}</span>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="nav-bar" aria-label=ES.main_navigation>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}
