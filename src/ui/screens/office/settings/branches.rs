//! The IVA of each branch.

use leptos::prelude::*;

use crate::{
    api::settings::{BranchSettings, BranchSettingsRow, set_branch_settings},
    ui::{
        components::{Chips, Choice},
        screens::office::{remote::Change, states::ChangeError},
        text::settings::ES,
    },
};

/// The rates that Mexico has, in the order of the chips.
const RATES_BP: [u16; 2] = [1_600, 800];

#[component]
pub fn Branches(
    #[prop(into)] rows: Signal<Vec<BranchSettingsRow>>,
    changed: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="stack">
            <For each=move || rows.get() key=|row| (row.branch, row.version) let:row>
                <Branch row=row changed=changed/>
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn Branch(row: BranchSettingsRow, changed: Callback<String>) -> impl IntoView {
    let saving = Change::default();
    let at = RATES_BP.iter().position(|rate| *rate == row.settings.tax_bp);
    let name = StoredValue::new(row.branch_name.clone());
    let choose = move |index: usize| {
        let Some(tax_bp) = RATES_BP.get(index).copied().filter(|rate| *rate != row.settings.tax_bp) else {
            return;
        };
        let settings = BranchSettings { tax_bp };
        saving.run(set_branch_settings(row.version, row.branch, settings), move |()| {
            changed.run(name.with_value(|name| (ES.branch_saved)(name)));
        });
    };
    view! {
        <section class="panel stack" aria-label=row.branch_name.clone()>
            <h2>{row.branch_name.clone()}</h2>
            <Chips
                legend=ES.tax
                choices=vec![Choice::new(ES.tax_16), Choice::new(ES.tax_8)]
                selected=Signal::stored(at)
                on_choose=choose
            />
            <ChangeError error=saving.error/>
        </section>
    }
    .into_any()
}
