//! Cash counted piece by piece. It never says what is expected: the count is blind.

use leptos::prelude::*;

use super::{Amount, AmountSize, Stepper};
use crate::{
    domain::{
        cash_count::{CashCount, Piece},
        money::Money,
    },
    ui::{format, text::cash_count::ES},
};

/// The same count with `number` of one piece.
fn with_count(count: &CashCount, piece: Piece, number: u32) -> CashCount {
    let of = |one: Piece| if one == piece { number } else { count.count_of(one) };
    CashCount::of(Piece::ALL.map(|one| (one, of(one))))
}

#[component]
pub fn DenominationCount(
    #[prop(into)] count: Signal<CashCount>,
    #[prop(into)] on_change: Callback<CashCount>,
) -> impl IntoView {
    let row = move |piece: Piece| {
        let number = Signal::derive(move || count.with(|count| count.count_of(piece)));
        let aside = Signal::derive(move || match number.get() {
            0 => String::new(),
            number => format::money(piece.value_of(number).unwrap_or_default()),
        });
        view! {
            <Stepper
                label=(ES.piece)(piece)
                name=format!("{piece:?}")
                value=number
                aside=aside
                on_change=move |number: u32| {
                    on_change.run(count.with_untracked(|count| with_count(count, piece, number)));
                }
            />
        }
    };
    let rows = |is_note: bool| {
        Piece::ALL.into_iter().filter(|piece| piece.is_note() == is_note).map(row).collect_view()
    };
    let total = Signal::derive(move || count.with(CashCount::total).unwrap_or(Money::ZERO));
    view! {
        <div class="denomination-count">
            <fieldset>
                <legend>{ES.notes}</legend>
                {rows(true)}
            </fieldset>
            <fieldset>
                <legend>{ES.coins}</legend>
                {rows(false)}
            </fieldset>
            <p class="counted" role="status">
                <span>{ES.counted}</span>
                <Amount value=total size=AmountSize::Large/>
            </p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_order_and_what_is_none_is_left_out() {
        let count = with_count(&CashCount::default(), Piece::Coin10, 3);
        let count = with_count(&count, Piece::Note500, 2);
        assert_eq!(count.pieces, [(Piece::Note500, 2), (Piece::Coin10, 3)]);
        assert_eq!(with_count(&count, Piece::Coin10, 0).pieces, [(Piece::Note500, 2)]);
    }
}
