//! A signature drawn with a finger: lines in a box, as text short enough to travel inside the event that it signs.

use serde::{Deserialize, Serialize};

use super::rule_error::RuleError;

/// Width of the box in which signatures are drawn; the unit is its own, a screen scales it.
pub const SIGNATURE_WIDTH: u16 = 1_000;
/// Height of the box.
pub const SIGNATURE_HEIGHT: u16 = 400;
/// Longest text of a signature. An event with two of them stays far below the 256 KB of one push.
pub const SIGNATURE_BYTES_MAX: usize = 4_000;
/// Fewest points: one touch by mistake is no signature.
pub const SIGNATURE_POINTS_MIN: usize = 4;

/// What was drawn: strokes separated by `;`, points of a stroke by a space, `x,y` within the box. Example:
/// `10,20 30,40;50,60`. Bytes of this travel inside events and are kept for ever.
///
/// ```
/// use senda::domain::signature::Signature;
///
/// let signature = Signature { strokes: "10,20 30,40;50,60 70,80".to_owned() };
/// assert_eq!(signature.check(), Ok(()));
/// assert_eq!(signature.path(), "M10 20L30 40M50 60L70 80");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Signature {
    pub strokes: String,
}

/// A place in the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    pub x: u16,
    pub y: u16,
}

impl Point {
    /// What lies outside is drawn on the edge.
    pub fn within(x: i32, y: i32) -> Point {
        let held = |value: i32, most: u16| u16::try_from(value.clamp(0, i32::from(most))).unwrap_or(most);
        Point { x: held(x, SIGNATURE_WIDTH), y: held(y, SIGNATURE_HEIGHT) }
    }
}

impl Signature {
    /// What was drawn, with as few points as show the same: tolerance grows until the text fits. `None` where it is too
    /// little to be a signature.
    pub fn of(strokes: &[Vec<Point>]) -> Option<Signature> {
        // At half the box's height nothing but the ends of each stroke is left; more strokes than fit even so are a
        // scribble over the whole box, of which the first ones are kept.
        for tolerance in (1..=8).map(|doublings| 1i64 << doublings) {
            let simple: Vec<Vec<Point>> =
                strokes.iter().map(|stroke| simplified(stroke, tolerance)).collect();
            let text = written(&simple);
            if text.len() <= SIGNATURE_BYTES_MAX {
                return checked(text);
            }
        }
        let mut kept: Vec<Vec<Point>> = Vec::new();
        let mut bytes = 0;
        for stroke in strokes {
            let ends: Vec<Point> = stroke.first().into_iter().chain(stroke.last()).copied().collect();
            bytes += written(std::slice::from_ref(&ends)).len() + 1;
            if bytes > SIGNATURE_BYTES_MAX {
                break;
            }
            kept.push(ends);
        }
        checked(written(&kept))
    }

    /// Whether the text is a signature: its shape, its box, its length. Errs on the field `signature`.
    pub fn check(&self) -> Result<(), RuleError> {
        if self.strokes.len() > SIGNATURE_BYTES_MAX {
            return Err(RuleError::TextTooLong {
                field: "signature".to_owned(),
                chars_max: SIGNATURE_BYTES_MAX,
            });
        }
        let points = self.read().map(|strokes| strokes.iter().map(Vec::len).sum::<usize>());
        match points {
            Some(points) if points >= SIGNATURE_POINTS_MIN => Ok(()),
            _ => Err(RuleError::Field { field: "signature".to_owned() }),
        }
    }

    /// The strokes, or `None` where the text is not of this shape.
    pub fn read(&self) -> Option<Vec<Vec<Point>>> {
        self.strokes.split(';').map(|stroke| stroke.split(' ').map(read_point).collect()).collect()
    }

    /// The `d` of an SVG path in the box: empty where the text is not of this shape, so that nothing but numbers ever
    /// reaches a document.
    pub fn path(&self) -> String {
        path(&self.read().unwrap_or_default())
    }
}

/// The `d` of an SVG path of strokes.
pub fn path(strokes: &[Vec<Point>]) -> String {
    let mut path = String::new();
    for stroke in strokes {
        for (index, point) in stroke.iter().enumerate() {
            path.push(if index == 0 { 'M' } else { 'L' });
            path.push_str(&format!("{} {}", point.x, point.y));
        }
        // A dot: a line without length, which round ends make visible.
        if stroke.len() == 1 {
            path.push_str("l0 0");
        }
    }
    path
}

fn checked(strokes: String) -> Option<Signature> {
    let signature = Signature { strokes };
    signature.check().is_ok().then_some(signature)
}

fn written(strokes: &[Vec<Point>]) -> String {
    let stroke = |points: &Vec<Point>| {
        points.iter().map(|point| format!("{},{}", point.x, point.y)).collect::<Vec<_>>().join(" ")
    };
    strokes.iter().filter(|points| !points.is_empty()).map(stroke).collect::<Vec<_>>().join(";")
}

fn read_point(text: &str) -> Option<Point> {
    let (x, y) = text.split_once(',')?;
    Some(Point { x: read_number(x, SIGNATURE_WIDTH)?, y: read_number(y, SIGNATURE_HEIGHT)? })
}

/// Digits alone, without leading zeros: one text for one drawing.
fn read_number(text: &str, most: u16) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok())?.filter(|number| *number <= most)
}

/// Ramer–Douglas–Peucker in whole numbers: keeps the points that lie farther than `tolerance` from the line between
/// their neighbours that are kept.
fn simplified(points: &[Point], tolerance: i64) -> Vec<Point> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut is_kept = vec![false; points.len()];
    is_kept[0] = true;
    is_kept[last] = true;
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let line = Line::between(points[from], points[to]);
        let inner = points.iter().enumerate().take(to).skip(from + 1);
        let farthest = inner.map(|(index, point)| (line.off(*point), index)).max();
        if let Some((off, index)) = farthest
            && off > tolerance * tolerance * line.scale()
        {
            is_kept[index] = true;
            open.push((from, index));
            open.push((index, to));
        }
    }
    let mut kept: Vec<Point> =
        points.iter().zip(is_kept).filter(|(_, is_kept)| *is_kept).map(|(point, _)| *point).collect();
    kept.dedup();
    kept
}

/// A line from one point to another, for distances without roots or fractions.
struct Line {
    from: Point,
    across: (i64, i64),
    squared_length: i64,
}

impl Line {
    fn between(from: Point, to: Point) -> Line {
        let (dx, dy) = away(from, to);
        Line { from, across: (dx, dy), squared_length: dx * dx + dy * dy }
    }

    /// What distances are multiplied by.
    fn scale(&self) -> i64 {
        self.squared_length.max(1)
    }

    /// The squared distance from the line to the point, times [`Line::scale`]. Beyond an end, it is to that end: a
    /// stroke that turns back on itself keeps its turn. At most 1.4 × 10^12 in the box.
    fn off(&self, point: Point) -> i64 {
        let ((dx, dy), (px, py)) = (self.across, away(self.from, point));
        let along = px * dx + py * dy;
        if along > 0 && along < self.squared_length {
            let area = dx * py - dy * px;
            return area * area;
        }
        let (ex, ey) = if along <= 0 { (px, py) } else { (px - dx, py - dy) };
        (ex * ex + ey * ey) * self.scale()
    }
}

fn away(from: Point, to: Point) -> (i64, i64) {
    (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(points: &[(i32, i32)]) -> Vec<Point> {
        points.iter().map(|(x, y)| Point::within(*x, *y)).collect()
    }

    fn check(strokes: &str, is_good: bool) {
        let signature = Signature { strokes: strokes.to_owned() };
        assert_eq!(signature.check().is_ok(), is_good, "{strokes}");
    }

    /// These bytes are in events on phones: they never change.
    #[test]
    fn the_bytes_of_a_signature_stay_as_they_are() {
        let signature = Signature::of(&[line(&[(10, 20), (30, 80)]), line(&[(50, 60), (70, 10)])]).unwrap();
        let golden = r#"{"strokes":"10,20 30,80;50,60 70,10"}"#;
        assert_eq!(serde_json::to_string(&signature).unwrap(), golden);
        assert_eq!(serde_json::from_str::<Signature>(golden).unwrap(), signature);
    }

    #[test]
    fn only_lines_within_the_box_are_a_signature() {
        check("10,20 30,40 50,60 70,80", true);
        check("0,0 1000,400;5,5;6,6", true);
        for bad in [
            "",
            "10,20",
            "10,20 30,40 50,60",
            "10,20 30,40 50,60 1001,80",
            "10,20 30,40 50,60 70,401",
            "10,20 30,40 50,60 70,-8",
            "10,20 30,40 50,60 70,+8",
            "10,20 30,40 50,60 70,08",
            "10,20  30,40 50,60 70,80",
            "10,20 30,40 50,60 70,80;",
            "10,20 30,40 50,60 70,",
            "M10 20L<script>",
            "10,20 30,40 50,60 70,8٠",
        ] {
            check(bad, false);
        }
        let long = vec!["500,200"; 600].join(" ");
        let error = Signature { strokes: long }.check();
        assert!(matches!(error, Err(RuleError::TextTooLong { .. })), "{error:?}");
    }

    #[test]
    fn what_is_not_a_signature_draws_nothing() {
        let hostile = Signature { strokes: r#"0,0"/><script>alert(1)</script>"#.to_owned() };
        assert_eq!(hostile.path(), "");
    }

    #[test]
    fn a_dot_is_drawn() {
        let signature = Signature { strokes: "10,20 30,40 50,60;70,80".to_owned() };
        assert_eq!(signature.path(), "M10 20L30 40L50 60M70 80l0 0");
    }

    #[test]
    fn a_touch_by_mistake_is_no_signature() {
        assert_eq!(Signature::of(&[]), None);
        assert_eq!(Signature::of(&[vec![]]), None);
        assert_eq!(Signature::of(&[line(&[(500, 200), (500, 200), (501, 200)])]), None);
    }

    #[test]
    fn points_on_a_straight_line_are_left_out() {
        let straight: Vec<(i32, i32)> = (0..=100).map(|x| (x, x)).collect();
        let signature = Signature::of(&[line(&straight), line(&[(0, 0), (50, 90), (90, 0)])]).unwrap();
        assert_eq!(signature.strokes, "0,0 100,100;0,0 50,90 90,0");
    }

    #[test]
    fn a_stroke_that_turns_back_keeps_its_turn() {
        let back = line(&[(0, 0), (500, 0), (900, 0), (400, 0), (100, 0)]);
        let signature = Signature::of(&[back, line(&[(1, 1), (9, 9)])]).unwrap();
        assert_eq!(signature.strokes, "0,0 900,0 100,0;1,1 9,9");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_drawn_fits_and_stays_in_the_box(
            strokes in prop::collection::vec(
                prop::collection::vec((-50i32..1_100, -50i32..500), 0..400), 0..40),
        ) {
            let drawn: Vec<Vec<Point>> = strokes.iter().map(|stroke| line(stroke)).collect();
            if let Some(signature) = Signature::of(&drawn) {
                prop_assert_eq!(signature.check(), Ok(()));
                // What is read is written again as the same text.
                prop_assert_eq!(written(&signature.read().unwrap()), signature.strokes);
            }
        }

        #[test]
        fn a_scribble_of_many_strokes_is_kept_in_part(
            points in prop::collection::vec((0i32..1_000, 0i32..400, 0i32..1_000, 0i32..400), 400..900),
        ) {
            let drawn: Vec<Vec<Point>> =
                points.iter().map(|(a, b, c, d)| line(&[(*a, *b), (*c, *d)])).collect();
            prop_assert!(Signature::of(&drawn).is_some());
        }
    }
}
