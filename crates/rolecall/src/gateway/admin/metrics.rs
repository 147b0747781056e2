//! What the server has counted, in Prometheus' text format: lines of name, labels and number.

use crate::environment::measure::Histogram;
use crate::gateway::measures::Outcome;
use crate::gateway::pipeline::Gateway;
use crate::trail::Class;
use std::fmt::{Display, Write};

/// Nanoseconds in a second.
const SECOND: f64 = 1e9;

pub(super) fn text(gateway: &Gateway, commit: Option<&str>) -> String {
    let mut page = Page::default();
    page.about("build_info", "gauge", "The program that runs.");
    let version = env!("CARGO_PKG_VERSION");
    page.line("build_info", &[("version", version), ("commit", commit.unwrap_or("unknown"))], 1);
    requests(&mut page, gateway);
    connections(&mut page, gateway);
    store(&mut page, gateway);
    trail(&mut page, gateway);
    page.about(
        "reserve_given_up",
        "gauge",
        "1 while the disk is too full and the server refuses changes other than deletions.",
    );
    page.line("reserve_given_up", &[], u8::from(gateway.node().reserve.is_given_up()));
    page.0
}

fn requests(page: &mut Page, gateway: &Gateway) {
    page.about("requests_total", "counter", "Requests that were answered.");
    for (service, operations) in &*gateway.measures().requests() {
        for (operation, outcomes) in operations {
            for (counter, (_, outcome)) in outcomes.iter().zip(Outcome::ALL) {
                let labels = [("service", &**service), ("operation", operation), ("outcome", outcome)];
                page.line("requests_total", &labels, counter.get());
            }
        }
    }
    let what = "Time from the headers of a request to those of its answer.";
    page.histogram("answer_seconds", what, &gateway.measures().answer_time, SECOND);
    let what = "Time of one decision of the policy engine.";
    page.histogram("decision_seconds", what, &gateway.node().decision_time, SECOND);
}

fn connections(page: &mut Page, gateway: &Gateway) {
    let Some(connections) = gateway.measures().connections() else { return };
    let ([strangers, known], [held_by_strangers, held_by_known]) = (connections.open(), connections.held());
    page.about("connections", "gauge", "Open connections, by whether a signature was verified recently.");
    page.line("connections", &[("client", "stranger")], strangers);
    page.line("connections", &[("client", "known")], known);
    page.about("connections_held_bytes", "gauge", "Bytes that connections make the server hold.");
    page.line("connections_held_bytes", &[("client", "stranger")], held_by_strangers);
    page.line("connections_held_bytes", &[("client", "known")], held_by_known);
}

fn store(page: &mut Page, gateway: &Gateway) {
    let Some(measures) = gateway.node().store_measures() else { return };
    page.about("store_commits_total", "counter", "Transactions that the store has answered, conflicts included.");
    page.line("store_commits_total", &[], measures.commits.get());
    page.about("store_failures_total", "counter", "Transactions that could not be stored.");
    page.line("store_failures_total", &[], measures.failures.get());
    page.histogram("store_batch_transactions", "Transactions that were committed together.", &measures.batch, 1.0);
    page.histogram("store_commit_seconds", "Time of a batch of the store.", &measures.time, SECOND);
}

fn trail(page: &mut Page, gateway: &Gateway) {
    let measures = gateway.node().trail.measures();
    let classes = [(Class::Changes, "changes"), (Class::Signed, "signed"), (Class::Unsigned, "unsigned")];
    page.about("trail_records_total", "counter", "Records that were written to the trail.");
    for (class, name) in classes {
        page.line("trail_records_total", &[("class", name)], measures.of(class).records.get());
    }
    page.about("trail_bytes_total", "counter", "Bytes that were written to the trail.");
    for (class, name) in classes {
        page.line("trail_bytes_total", &[("class", name)], measures.of(class).bytes.get());
    }
    page.about("trail_left_out_total", "counter", "Unsigned requests without a record, because there were too many.");
    page.line("trail_left_out_total", &[], measures.left_out.get());
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP rolecall_{name} {help}\n# TYPE rolecall_{name} {kind}");
    }

    /// Label values are names of ours: nothing in them needs an escape.
    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "rolecall_{name}{labels} {value}");
    }

    /// `unit` is how much of what was counted is one of what is shown.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a sum of nanoseconds is exact for a hundred days, and then nearly so"
    )]
    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram, unit: f64) {
        self.about(name, "histogram", help);
        let mut all = 0;
        for (bound, count) in histogram.cumulative() {
            let bound = bound.map_or_else(|| "+Inf".to_owned(), |bound| (bound as f64 / unit).to_string());
            self.line(&format!("{name}_bucket"), &[("le", &bound)], count);
            all = count;
        }
        self.line(&format!("{name}_sum"), &[], histogram.sum() as f64 / unit);
        self.line(&format!("{name}_count"), &[], all);
    }
}
