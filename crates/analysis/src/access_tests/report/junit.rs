//! A run in the XML of JUnit, which CI servers show: a test suite a file, a test case a test. The times are those that
//! deciding took.

use super::super::coverage::{PolicyCoverage, StatementCoverage};
use super::super::run::TestReport;
use super::{FileReport, Mistake, Report, failure};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rolecall_policy::explain::escaped;
use std::io::{self, Write};
use std::time::Duration;

/// A test suite.
struct Suite {
    name: String,
    /// `None` if it takes no time of its own.
    took: Option<Duration>,
    cases: Vec<Case>,
}

/// A test case.
struct Case {
    name: String,
    took: Option<Duration>,
    /// `None` if it passed.
    outcome: Option<Outcome>,
}

struct Outcome {
    /// `failure` or `error`.
    element: &'static str,
    kind: &'static str,
    message: String,
    text: String,
}

impl Report {
    /// Writes the run as XML.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_junit(&self, mut out: impl Write) -> io::Result<()> {
        let suites: Vec<Suite> = self.files.iter().map(Suite::of_file).chain(self.coverage_suite()).collect();
        let sum = |of: fn(&Suite) -> usize| suites.iter().map(of).sum::<usize>().to_string();
        let mut xml = Writer::new_with_indent(&mut out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("testsuites")
            .with_attributes([
                ("name", "rolecall test"),
                ("tests", &*sum(|suite| suite.cases.len())),
                ("failures", &*sum(|suite| suite.count("failure"))),
                ("errors", &*sum(|suite| suite.count("error"))),
                ("time", &*seconds(suites.iter().filter_map(|suite| suite.took).sum())),
            ])
            .write_inner_content(|xml| suites.iter().try_for_each(|suite| suite.write(xml)))?;
        writeln!(out)
    }

    /// Whether enough is exercised, as a test of its own.
    fn coverage_suite(&self) -> Option<Suite> {
        let (coverage, wanted) = (self.coverage.as_ref()?, self.min_coverage?);
        let share = coverage.share();
        let line = |(policy, statement): (&PolicyCoverage, &StatementCoverage)| {
            format!("{}  {}\n", escaped(&policy.place(statement)), escaped(&policy.title(statement)))
        };
        let outcome = (!share.reaches(wanted)).then(|| Outcome {
            element: "failure",
            kind: "coverage",
            message: format!("{} of {} statements are exercised", share.exercised, share.of),
            text: coverage.unexercised().map(line).collect(),
        });
        let name = format!("at least {wanted}% of the statements are exercised");
        Some(Suite { name: "coverage".to_owned(), took: None, cases: vec![Case { name, took: None, outcome }] })
    }
}

impl Suite {
    fn of_file(file: &FileReport) -> Self {
        let unreadable = file.errors.first().map(|first| Case {
            name: "the file can be read".to_owned(),
            took: None,
            outcome: Some(Outcome {
                element: "error",
                kind: "unreadable",
                message: first.to_string(),
                text: file.errors.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n"),
            }),
        });
        let name = attribute(&file.file);
        let tests = file.tests.iter().map(|test| Case::of_test(&name, test));
        let cases = unreadable.into_iter().chain(tests).collect();
        Self { took: Some(file.tests.iter().map(|test| test.took).sum()), cases, name }
    }

    /// How many cases came out so.
    fn count(&self, element: &str) -> usize {
        let outcomes = self.cases.iter().filter_map(|case| case.outcome.as_ref());
        outcomes.filter(|outcome| outcome.element == element).count()
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let suite = xml.create_element("testsuite").with_attributes([
            ("name", &*self.name),
            ("tests", &*self.cases.len().to_string()),
            ("failures", &*self.count("failure").to_string()),
            ("errors", &*self.count("error").to_string()),
            ("skipped", "0"),
        ]);
        let suite = suite.with_attributes(self.took.map(seconds).as_deref().map(|time| ("time", time)));
        suite.write_inner_content(|xml| self.cases.iter().try_for_each(|case| case.write(xml, &self.name)))?;
        Ok(())
    }
}

impl Case {
    fn of_test(file: &str, test: &TestReport) -> Self {
        let outcome = test.failures().next().map(|first| {
            let mut text = format!("{file}:{}\n", test.line);
            for check in test.failures() {
                text.push_str(&escaped(&failure(check)));
                text.push('\n');
                text.push_str(&check.why());
            }
            Outcome { element: "failure", kind: "decision", message: failure(first), text }
        });
        Self { name: attribute(&test.name), took: Some(test.took), outcome }
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>, class: &str) -> io::Result<()> {
        let case = xml.create_element("testcase").with_attributes([("classname", class), ("name", &*self.name)]);
        let case = case.with_attributes(self.took.map(seconds).as_deref().map(|time| ("time", time)));
        let Some(Outcome { element, kind, message, text }) = &self.outcome else {
            case.write_empty()?;
            return Ok(());
        };
        case.write_inner_content(|xml| {
            xml.create_element(*element)
                .with_attributes([("message", &*attribute(message)), ("type", kind)])
                .write_text_content(BytesText::new(&allowed(text)))?;
            Ok(())
        })?;
        Ok(())
    }
}

/// A text in an attribute, where line feeds would be lost.
fn attribute(text: &str) -> String {
    allowed(&escaped(text))
}

/// What XML may hold: other characters are shown as escapes.
fn allowed(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push(c),
            '\u{fffe}' | '\u{ffff}' => shown.extend(c.escape_unicode()),
            c if c.is_control() => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

fn seconds(time: Duration) -> String {
    format!("{:.6}", time.as_secs_f64())
}
