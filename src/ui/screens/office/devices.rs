//! Dispositivos: the phones that write receipts, and taking one out of use.

use leptos::prelude::*;

use super::{
    here::WallClock,
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
};
use crate::{
    api::devices::{DeviceRow, list_devices, retire_device},
    ui::{
        components::{
            Button, ButtonKind, Column, DataTable, EmptyState, Glyph, Sheet, StatusLine, StatusTag, Tone,
        },
        format,
        text::{common::ES as COMMON, devices::ES},
    },
};

#[component]
pub fn DevicesPage() -> impl IntoView {
    let devices = Remote::new(list_devices);
    let chosen = RwSignal::new(None::<DeviceRow>);
    let retiring = Change::default();
    let said = RwSignal::new(String::new());
    let series = move || chosen.with(|row| row.as_ref().map(|row| row.series.clone()).unwrap_or_default());
    let retire = move |()| {
        let Some(row) = chosen.get_untracked() else { return };
        retiring.run(retire_device(row.device), move |()| {
            chosen.set(None);
            said.set((ES.retire_done)(&row.series));
            devices.reload();
        });
    };
    let clock = WallClock::of_caller();
    let table = move || {
        let rows = devices.get()?;
        if rows.is_empty() {
            let message = format!("{}. {}", ES.empty, ES.empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Device message=message/> }.into_any());
        }
        let lines = rows.iter().map(|row| line(row, clock, chosen)).collect_view();
        let columns = vec![
            Column::text(ES.series),
            Column::text(ES.person),
            Column::text(ES.state),
            Column::text(ES.last_sync),
            Column::figure(ES.last_seq),
            Column::text(ES.enrolled),
            Column::text(ES.action),
        ];
        Some(
            view! {
                <DataTable caption=ES.title columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <StatusLine message=said/>
            <Loaded
                state=devices.state()
                has_data=devices.has_data()
                retry=move |()| devices.reload()
            >
                {table}
            </Loaded>
            <Sheet
                is_open=Signal::derive(move || chosen.with(Option::is_some))
                title=Signal::derive(move || (ES.retire_title)(&series()))
                on_close=move |()| chosen.set(None)
            >
                <p>{ES.retire_effect}</p>
                <ChangeError error=retiring.error/>
                <div class="sheet-actions">
                    <Button kind=ButtonKind::Danger wide=true busy=retiring.is_busy on_press=retire>
                        {move || (ES.retire_confirm)(&series())}
                    </Button>
                    <Button wide=true on_press=move |()| chosen.set(None)>
                        {COMMON.cancel}
                    </Button>
                </div>
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(row: &DeviceRow, clock: WallClock, chosen: RwSignal<Option<DeviceRow>>) -> AnyView {
    let state = match row.retired {
        None => view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=ES.active/> },
        Some(at) => view! { <StatusTag text=format!("{} · {}", ES.retired, clock.moment(at))/> },
    };
    let last = row
        .last_seen
        .map_or_else(|| ES.never.to_owned(), |at| format!("{} · {}", clock.age(at), clock.moment(at)));
    let again = row.clone();
    let action = row.retired.is_none().then(|| {
        let label = (ES.retire_confirm)(&row.series);
        view! {
            <Button label=label on_press=move |()| chosen.set(Some(again.clone()))>
                {ES.retire}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">{row.series.clone()}</th>
            <td>{row.person_name.clone()} <span class="quiet">" · " {row.name.clone()}</span></td>
            <td>{state}</td>
            <td>{last}</td>
            <td data-align="end">{format::count(row.last_seq)}</td>
            <td>{clock.moment(row.enrolled)}</td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}
