use super::{
    layout::{Mark, Page, pages},
    *,
};
use crate::{
    domain::report::{Kind, RowRole},
    server::reports::printed::{PrintedCell, PrintedColumn, PrintedRow, PrintedTable, Value, sample},
};

fn laid_out(report: &Printed) -> Vec<Page> {
    pages(report, &Fonts::load().unwrap())
}

fn texts(page: &Page) -> Vec<&str> {
    let text = |mark: &'_ Mark| matches!(mark, Mark::Text { .. });
    page.marks
        .iter()
        .filter(|mark| text(mark))
        .map(|mark| if let Mark::Text { text, .. } = mark { text.as_str() } else { "" })
        .collect()
}

fn text_cell(shown: &str) -> PrintedCell {
    PrintedCell { value: Value::Text, shown: shown.into() }
}

/// A table of two columns, the first of which is a group, with `lines` lines.
fn long_table(lines: usize) -> PrintedTable {
    let column =
        |heading: &str, is_group| PrintedColumn { heading: heading.into(), kind: Kind::Text, is_group };
    PrintedTable {
        title: Some("Movimientos".into()),
        columns: vec![column("Persona", true), column("Nota", false)],
        rows: (0..lines)
            .map(|line| PrintedRow {
                role: RowRole::Line,
                cells: vec![text_cell("Ana"), text_cell(&format!("nota {line}"))],
            })
            .collect(),
    }
}

#[test]
fn the_heading_of_the_table_is_on_every_page_and_pages_are_counted() {
    let pages = laid_out(&Printed { tables: vec![long_table(200)], ..sample::printed() });
    assert!(pages.len() > 2);
    for (number, page) in (1..).zip(&pages) {
        let texts = texts(page);
        assert!(texts.contains(&"Persona") && texts.contains(&"Nota"), "page {number}");
        assert_eq!(texts.iter().filter(|text| **text == "Ana").count(), 1, "a group is named once a page");
        let place = format!("Página {number} de {}", pages.len());
        assert!(texts.contains(&place.as_str()));
    }
    let lines: Vec<&str> = pages.iter().flat_map(texts).filter(|text| text.starts_with("nota ")).collect();
    assert_eq!(lines.len(), 200, "no line is lost between pages");
}

#[test]
fn figures_end_where_their_column_ends_and_nothing_leaves_the_paper() {
    let fonts = Fonts::load().unwrap();
    let report = sample::printed();
    let pages = laid_out(&report);
    assert_eq!(pages.len(), 1);
    let mut ends = Vec::new();
    for mark in &pages[0].marks {
        match mark {
            Mark::Text { x, y, size, weight, text, .. } => {
                let end = x + fonts.width(text, *weight, *size);
                assert!(*x >= 35.0 && end <= pages[0].width - 35.0, "{text:?} from {x} to {end}");
                assert!(*y > 20.0 && *y < pages[0].height);
                if text.contains('$') {
                    ends.push(end);
                }
            }
            Mark::Rule { x, length, .. } => assert!(x + length <= pages[0].width - 35.0),
        }
    }
    assert_eq!(ends.len(), 3);
    assert!(ends.iter().all(|end| (end - ends[0]).abs() < 0.01), "{ends:?}");
}

#[test]
fn long_texts_take_several_lines_and_keep_every_word() {
    let words = "Camino a la presa esquina con la tienda azul frente al tanque elevado ".repeat(4);
    let mut table = long_table(1);
    table.rows[0].cells[1] = text_cell(&words);
    let pages = laid_out(&Printed { tables: vec![table], ..sample::printed() });
    let all = texts(&pages[0]).join(" ");
    assert_eq!(all.matches("tanque elevado").count(), 4);
}

#[test]
fn a_word_wider_than_its_column_is_broken_and_letters_that_the_font_lacks_are_shown_as_missing() {
    let mut table = long_table(1);
    table.rows[0].cells[1] = text_cell(&format!("{} 漢", "W".repeat(200)));
    let report = Printed { tables: vec![table], ..sample::printed() };
    let pages = laid_out(&report);
    let shown: usize = texts(&pages[0]).iter().map(|text| text.matches('W').count()).sum();
    assert_eq!(shown, 200);
    assert!(write(&report).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_wide_table_lies_and_a_narrow_one_stands() {
    let narrow = laid_out(&sample::printed());
    assert!(narrow[0].width < narrow[0].height);
    let mut wide = long_table(1);
    for number in 0..10 {
        wide.columns.push(PrintedColumn {
            heading: format!("Columna {number}"),
            kind: Kind::Money,
            is_group: false,
        });
        wide.rows[0].cells.push(PrintedCell { value: Value::Text, shown: "$12,345,678.90".into() });
    }
    let wide = laid_out(&Printed { tables: vec![wide], ..sample::printed() });
    assert!(wide[0].width > wide[0].height);
}

#[test]
fn the_file_is_whole_and_has_only_the_letters_that_it_uses() {
    let bytes = write(&sample::printed()).unwrap();
    assert!(bytes.ends_with(b"%%EOF") || bytes.ends_with(b"%%EOF\n"));
    assert!(bytes.len() < 40_000, "{} bytes", bytes.len());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/MediaBox [0 0 612 792]") && text.contains("/ToUnicode"));
}

#[test]
fn what_a_sum_is_of_runs_on_beside_and_folios_are_not_broken() {
    let mut table = long_table(1);
    table.rows[0].cells[1] = text_cell(&format!("C06-000819-0 {}", "nota larga ".repeat(30)));
    table.rows.push(PrintedRow {
        role: RowRole::Subtotal,
        cells: vec![text_cell("Suma de Acabados Chela del Noroeste"), text_cell("")],
    });
    let pages = laid_out(&Printed { tables: vec![table], ..sample::printed() });
    let texts = texts(&pages[0]);
    assert!(texts.contains(&"Suma de Acabados Chela del Noroeste"), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("C06-000819-0")), "{texts:?}");
}
