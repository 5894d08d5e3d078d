//! Counters of this process, as text that Prometheus reads. Nothing personal.

use std::sync::atomic::{AtomicU64, Ordering};

/// Upper bounds of the buckets of the time that answers take, in milliseconds.
const BUCKETS_MS: [u64; 6] = [5, 25, 100, 500, 2_000, 10_000];

#[derive(Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Default)]
pub struct Metrics {
    pub logins: Counter,
    pub logins_refused: Counter,
    pub cross_site_refused: Counter,
    pub panics: Counter,
    /// Answers by the first digit of their status, from 1 to 5.
    answers: [Counter; 5],
    /// Answers by how long they took; the last one is for the slowest.
    slow: [Counter; BUCKETS_MS.len() + 1],
    total_ms: AtomicU64,
}

impl Metrics {
    /// Counts one answer.
    pub fn answered(&self, status: u16, took_ms: u64) {
        let class = usize::from(status / 100).clamp(1, 5).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.add();
        }
        let bucket = BUCKETS_MS.iter().position(|bound| took_ms <= *bound).unwrap_or(BUCKETS_MS.len());
        if let Some(counter) = self.slow.get(bucket) {
            counter.add();
        }
        self.total_ms.fetch_add(took_ms, Ordering::Relaxed);
    }

    /// In the exposition format of Prometheus.
    pub fn text(&self) -> String {
        let mut lines = vec!["# TYPE senda_answers_total counter".to_owned()];
        for (class, counter) in self.answers.iter().enumerate() {
            lines.push(format!(
                "senda_answers_total{{class=\"{}xx\"}} {}",
                class.saturating_add(1),
                counter.get()
            ));
        }
        lines.push("# TYPE senda_answer_ms histogram".to_owned());
        let mut sum = 0u64;
        let bounds = BUCKETS_MS.iter().map(u64::to_string).chain(["+Inf".to_owned()]);
        for (bound, counter) in bounds.zip(&self.slow) {
            sum = sum.saturating_add(counter.get());
            lines.push(format!("senda_answer_ms_bucket{{le=\"{bound}\"}} {sum}"));
        }
        lines.push(format!("senda_answer_ms_sum {}", self.total_ms.load(Ordering::Relaxed)));
        lines.push(format!("senda_answer_ms_count {sum}"));
        for (name, counter) in [
            ("senda_logins_total", &self.logins),
            ("senda_logins_refused_total", &self.logins_refused),
            ("senda_cross_site_refused_total", &self.cross_site_refused),
            ("senda_panics_total", &self.panics),
        ] {
            lines.push(format!("# TYPE {name} counter"));
            lines.push(format!("{name} {}", counter.get()));
        }
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        metrics.answered(200, 3);
        metrics.answered(503, 60_000);
        let text = metrics.text();
        for line in [
            "senda_answers_total{class=\"2xx\"} 1",
            "senda_answers_total{class=\"5xx\"} 1",
            "senda_answer_ms_bucket{le=\"5\"} 1",
            "senda_answer_ms_bucket{le=\"10000\"} 1",
            "senda_answer_ms_bucket{le=\"+Inf\"} 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
