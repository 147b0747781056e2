//! A run in the XML of JUnit, which CI servers show: a test suite a file, a test case a test. The times are those that
//! deciding took.

use super::{FileReport, Report, failure};
use crate::cli::test::coverage::Coverage;
use crate::cli::test::run::TestReport;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rolecall_policy::explain::{escaped, render_text};
use std::io::{self, Write};
use std::time::Duration;

impl Report {
    /// Writes the run as XML.
    pub(in crate::cli::test) fn write_junit(&self, mut out: impl Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(&mut out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let coverage = self.coverage_case();
        let own = usize::from(coverage.is_some());
        let failed = self.tally().failed + usize::from(coverage.as_ref().is_some_and(|case| case.failure.is_some()));
        let errors = self.files.iter().filter(|file| !file.faults.is_empty()).count();
        let took: Duration = self.files.iter().map(took).sum();
        let mut suites = xml.create_element("testsuites").with_attribute(("name", "rolecall test"));
        for (name, value) in [
            ("tests", (self.tally().tests + errors + own).to_string()),
            ("failures", failed.to_string()),
            ("errors", errors.to_string()),
            ("time", seconds(took)),
        ] {
            suites = suites.with_attribute((name, &*value));
        }
        suites.write_inner_content(|xml| {
            for file in &self.files {
                write_file(xml, file)?;
            }
            coverage.map_or(Ok(()), |case| case.write(xml))
        })?;
        writeln!(out)
    }

    /// Whether enough is exercised, as a test of its own.
    fn coverage_case(&self) -> Option<CoverageCase> {
        let (share, wanted) = (self.coverage.as_ref()?.share(), self.min_coverage?);
        let list = self.coverage.iter().flat_map(Coverage::unexercised);
        let list = list.map(|(policy, at, statement)| {
            format!("{}  {}\n", escaped(&policy.place(statement)), escaped(&policy.title(at, statement)))
        });
        let missing = format!("{} of {} statements are exercised", share.exercised, share.of);
        Some(CoverageCase {
            name: format!("at least {wanted}% of the statements are exercised"),
            failure: (!share.reaches(wanted)).then(|| (missing, list.collect())),
        })
    }
}

struct CoverageCase {
    name: String,
    /// The message and the statements.
    failure: Option<(String, String)>,
}

impl CoverageCase {
    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let failures = if self.failure.is_some() { "1" } else { "0" };
        // It takes no time of its own.
        xml.create_element("testsuite")
            .with_attributes([
                ("name", "coverage"),
                ("tests", "1"),
                ("failures", failures),
                ("errors", "0"),
                ("skipped", "0"),
            ])
            .write_inner_content(|xml| {
                let case =
                    xml.create_element("testcase").with_attributes([("classname", "coverage"), ("name", &*self.name)]);
                match &self.failure {
                    None => case.write_empty()?,
                    Some((message, text)) => {
                        case.write_inner_content(|xml| write_outcome(xml, "failure", "coverage", message, text))?
                    }
                };
                Ok(())
            })?;
        Ok(())
    }
}

fn write_file<W: Write>(xml: &mut Writer<W>, file: &FileReport) -> io::Result<()> {
    let name = attribute(&file.name);
    let errors = usize::from(!file.faults.is_empty());
    let mut suite = xml.create_element("testsuite").with_attribute(("name", &*name));
    for (attribute, value) in [
        ("tests", (file.tests.len() + errors).to_string()),
        ("failures", file.tally().failed.to_string()),
        ("errors", errors.to_string()),
        ("skipped", "0".to_owned()),
        ("time", seconds(took(file))),
    ] {
        suite = suite.with_attribute((attribute, &*value));
    }
    suite.write_inner_content(|xml| {
        if let Some(first) = file.faults.first() {
            xml.create_element("testcase")
                .with_attributes([("classname", &*name), ("name", "the file can be read")])
                .write_inner_content(|xml| write_outcome(xml, "error", "unreadable", first, &file.faults.join("\n")))?;
        }
        file.tests.iter().try_for_each(|test| write_test(xml, &name, test))
    })?;
    Ok(())
}

fn write_test<W: Write>(xml: &mut Writer<W>, file: &str, test: &TestReport) -> io::Result<()> {
    let (name, time) = (attribute(&test.name), seconds(test.took));
    let case =
        xml.create_element("testcase").with_attributes([("classname", file), ("name", &*name), ("time", &*time)]);
    let Some(first) = test.failures().next() else {
        case.write_empty()?;
        return Ok(());
    };
    let mut text = format!("{file}:{}\n", test.line);
    for check in test.failures() {
        text.push_str(&escaped(&failure(check)));
        text.push('\n');
        text.extend(check.explanation.iter().map(render_text));
    }
    case.write_inner_content(|xml| write_outcome(xml, "failure", "decision", &failure(first), &text))?;
    Ok(())
}

fn write_outcome<W: Write>(
    xml: &mut Writer<W>,
    element: &str,
    kind: &str,
    message: &str,
    text: &str,
) -> io::Result<()> {
    xml.create_element(element)
        .with_attributes([("message", &*attribute(message)), ("type", kind)])
        .write_text_content(BytesText::new(&allowed(text)))?;
    Ok(())
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

fn took(file: &FileReport) -> Duration {
    file.tests.iter().map(|test| test.took).sum()
}

fn seconds(time: Duration) -> String {
    format!("{:.6}", time.as_secs_f64())
}
