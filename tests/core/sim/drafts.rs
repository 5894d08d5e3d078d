//! What a person in the street records, by chance, from what the screen shows.

use senda::{
    domain::{
        account::{Account, RECENT_PAYMENTS_MAX},
        agreement::{AgreementMade, Signer, Wanted, propose},
        cash_count::{CashCount, Piece},
        correction::{Correction, CorrectionAsked},
        counter_receipt::CounterReceiptTaken,
        date::{CivilDate, Zone},
        drawer::{CashHandedOver, DepositMade, Difference, DifferenceReason, HandoverChecklist},
        ids::{BankAccountId, ClientId},
        money::Money,
        payment::{PaymentMethod, PaymentTarget},
        plan::Periodicity,
        promise::PromiseMade,
        signature::Signature,
        visit::{VisitMade, VisitResult},
    },
    sync::{
        engine::{Draft, PaymentExtras},
        overlay::Workspace,
        ports::Clock,
    },
};

use super::{office::money, world::World};

/// `None` where the die asks for something that cannot be now.
pub fn draft(world: &World, clock: &impl Clock, workspace: &Workspace) -> Option<Draft> {
    let offset = workspace.meta().clock_offset_ms.unwrap_or(0);
    let today = clock.wall().plus(offset).date_in(Zone::TIJUANA);
    let clients: Vec<ClientId> = workspace.accounts().map(|account| account.id()).collect();
    match world.dice.below(16) {
        0 => return Some(deposit(world, workspace, today)),
        1 | 2 => return Some(handover(world, workspace, today)),
        3 => return Some(Draft::VoidFolio { reason: "se manchó".into(), photo: None }),
        _ => {}
    }
    let client = *clients.get(world.dice.below(clients.len()))?;
    let account = workspace.account(client)?;
    match world.dice.below(12) {
        0 => {
            let visit = VisitMade { client, result: VisitResult::Absent, note: "no \"estaba\"".into() };
            Some(Draft::Visit(visit))
        }
        1 | 2 => {
            let amount = money(100_000);
            Some(Draft::Promise(PromiseMade { client, amount, due: today.plus_days(30) }))
        }
        3 => agreement(world, &account, today),
        4 => {
            let invoices = account.open_invoices().take(2).map(|invoice| invoice.id).collect();
            let pay_on = Some(today.plus_days(7));
            let client_folio = "CR-1".into();
            Some(Draft::CounterReceipt(CounterReceiptTaken {
                client,
                client_folio,
                invoices,
                pay_on,
                photo: None,
            }))
        }
        5 => {
            let payment = account.recent_payments.first()?.event;
            let correction = Correction::Reversal { payment };
            let reason = "era de otro cliente".into();
            Some(Draft::Correction(CorrectionAsked { client, correction, reason, evidence: None }))
        }
        _ => payment(world, &account, today),
    }
}

fn payment(world: &World, account: &Account, today: CivilDate) -> Option<Draft> {
    let dice = &world.dice;
    let client = account.id();
    let mut truth = world.truth.borrow_mut();
    let asked = truth.asked.entry(client).or_default();
    *asked += 1;
    if *asked > RECENT_PAYMENTS_MAX {
        return None;
    }
    let amount = money(10 + dice.below(9) as i64 * 12_340);
    let text = || "MX1".to_owned();
    let method = match dice.below(6) {
        0 => PaymentMethod::Transfer { tracking_key: text(), bank: text(), sent_on: today },
        1 | 2 => PaymentMethod::Cheque { number: text(), bank: text(), account: String::new(), dated: today },
        _ => PaymentMethod::Cash,
    };
    let target = match account.invoices.last() {
        Some(invoice) if dice.one_in(3) => PaymentTarget::Named { invoice: invoice.id },
        _ => PaymentTarget::OldestFirst,
    };
    Some(Draft::Payment { client, amount, method, target, extras: PaymentExtras::default() })
}

fn agreement(world: &World, account: &Account, today: CivilDate) -> Option<Draft> {
    let wanted = Wanted {
        covers: account.open_invoices().take(1 + world.dice.below(2)).map(|invoice| invoice.id).collect(),
        on: today,
        count: 1 + world.dice.below(4) as u16,
        periodicity: Periodicity::Weekly,
        discount_bp: 0,
    };
    let proposed = propose(account, &wanted, &Default::default()).ok()?;
    Some(Draft::Agreement(AgreementMade {
        client: account.id(),
        terms: proposed.terms,
        signer: "Titular".into(),
        signer_is: Signer::Holder,
        signature: signature(),
    }))
}

fn signature() -> Signature {
    Signature { strokes: "10,20 30,40;50,60 70,80".into() }
}

/// Some of the cash, and perhaps the first cheque.
fn deposit(world: &World, workspace: &Workspace, today: CivilDate) -> Draft {
    let drawer = workspace.drawer();
    let cheques: Vec<_> = drawer.cheques().take(world.dice.below(2)).map(|held| held.folio.clone()).collect();
    let cash = money(drawer.cash.centavos() / 10 * world.dice.below(11) as i64);
    Draft::Deposit(DepositMade {
        person: workspace.meta().person,
        bank: BankAccountId::from_key("1"),
        slip_folio: world.dice.roll().to_string(),
        on: today,
        time: String::new(),
        cash,
        cheques,
        photo: None,
    })
}

/// All that is there, at times with a count that is off or a cheque kept back.
fn handover(world: &World, workspace: &Workspace, today: CivilDate) -> Draft {
    let dice = &world.dice;
    let drawer = workspace.drawer();
    let off = if dice.one_in(4) { 10 - 20 * dice.below(2) as i64 } else { 0 };
    let counted = (drawer.cash.centavos() / 10 * 10 + off).max(0);
    let kept = if dice.one_in(3) { counted / 20 * 10 } else { 0 };
    let kept_back = usize::from(dice.one_in(3));
    let cheques = drawer.cheques().skip(kept_back).map(|held| held.folio.clone()).collect();
    let difference = Difference { reason: DifferenceReason::WrongChange, note: String::new() };
    Draft::Handover(CashHandedOver {
        person: workspace.meta().person,
        day: today,
        count: CashCount::of([
            (Piece::Note100, u32::try_from(counted / 10_000).unwrap()),
            (Piece::Coin010, u32::try_from(counted % 10_000 / 10).unwrap()),
        ]),
        kept: Money::from_centavos(kept).unwrap(),
        expected: drawer.cash,
        difference: (off != 0).then_some(difference),
        cheques,
        checklist: HandoverChecklist {
            payments: u32::try_from(drawer.held.len()).unwrap(),
            ..HandoverChecklist::default()
        },
        signature: signature(),
        receiver: None,
    })
}
