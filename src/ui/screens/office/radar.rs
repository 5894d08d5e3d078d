//! Señales: what a manager should look at, each with its evidence. A sign is a question, never an accusation.

use leptos::prelude::*;

use super::{here::WallClock, remote::Remote, states::Loaded};
use crate::{
    api::radar::{RADAR_DAYS, RADAR_DAYS_MAX, RadarRow, view_radar},
    ui::{
        components::{Chips, Choice, Column, DataTable, EmptyState, Glyph},
        format,
        text::radar::ES,
    },
};

/// The periods to choose from, in days.
const PERIODS: [u16; 3] = [7, RADAR_DAYS, RADAR_DAYS_MAX];
/// Records shown beside a sign; the others are counted.
const RECORDS_SHOWN: usize = 4;

#[component]
pub fn RadarPage() -> impl IntoView {
    let which = RwSignal::new(1usize);
    let radar = Remote::new(move || view_radar(PERIODS.get(which.get()).copied().unwrap_or(RADAR_DAYS)));
    let clock = WallClock::of_caller();
    let choices: Vec<Choice> = PERIODS.into_iter().map(|days| Choice::new((ES.days)(days))).collect();
    let table = move || {
        let view = radar.get()?;
        if view.rows.is_empty() {
            let message = format!("{}. {}", ES.empty, ES.empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Check message=message/> }.into_any());
        }
        let lines = view.rows.iter().map(|row| line(row, clock)).collect_view();
        let columns = vec![
            Column::text(ES.sign),
            Column::text(ES.person),
            Column::text(ES.when),
            Column::text(ES.records),
        ];
        let left_out =
            (view.left_out > 0).then(|| view! { <p class="quiet">{(ES.left_out)(view.left_out)}</p> });
        Some(
            view! {
                <DataTable caption=ES.title columns=columns>
                    {lines}
                </DataTable>
                {left_out}
            }
            .into_any(),
        )
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <Chips
                legend=ES.period
                choices=choices
                selected=Signal::derive(move || Some(which.get()))
                on_choose=move |index| which.set(index)
            />
            <Loaded
                state=radar.state()
                has_data=radar.has_data()
                retry=move |()| radar.reload()
            >
                {table}
            </Loaded>
        </div>
    }
    .into_any()
}

fn line(row: &RadarRow, clock: WallClock) -> AnyView {
    let records = row
        .records
        .iter()
        .take(RECORDS_SHOWN)
        .map(|record| {
            let href = format!("/oficina/cartera?cliente={}", record.client);
            let words =
                (ES.record)(&record.folio.to_string(), &record.client_name, &format::money(record.amount));
            view! {
                <li>
                    <a href=href>{words}</a>
                </li>
            }
        })
        .collect_view();
    let more = row.records.len().saturating_sub(RECORDS_SHOWN);
    let more = (more > 0).then(|| view! { <li class="quiet">{(ES.more_records)(more)}</li> });
    view! {
        <tr>
            <th scope="row">{(ES.what)(&row.finding.kind)}</th>
            <td>{row.person_name.clone()}</td>
            <td>{clock.moment(row.finding.at)}</td>
            <td>
                <ul>{records} {more}</ul>
            </td>
        </tr>
    }
    .into_any()
}
