//! Project chores, run as `cargo xtask <chore>`.

mod coverage;
mod fuzz;
mod generate;
mod tidy;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["generate"] => generate::run(generate::Mode::Write),
        ["generate", "--check"] => generate::run(generate::Mode::Check),
        ["coverage"] => coverage::run(),
        ["tidy"] => tidy::check(std::path::Path::new(".")),
        ["fuzz", options @ ..] => fuzz::run(options),
        _ => {
            Err("usage: cargo xtask generate [--check] | coverage | tidy | fuzz [--target NAME] --minutes N [--seed S]"
                .to_owned())
        }
    };
    match result {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "a chore reports to the terminal it was started from")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "a chore reports to the terminal it was started from")]
fn complain(text: &str) {
    eprintln!("{text}");
}
