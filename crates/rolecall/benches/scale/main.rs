//! What a larger world costs: `cargo bench --bench scale`, or `cargo bench --bench scale -- 10000 1000000` for other sizes.
//!
//! Builds a world of each size in a temporary directory, then opens it in a process of its own: how long the start takes,
//! how much memory an entity takes, and how long creations, decisions and pages take. The sizes take turns, so that a slow
//! minute of the machine hits all of them. Prints the medians of the turns, and their ratios to the smallest world.

mod measure;
mod world;

use measure::Measured;
use std::error::Error;
use std::path::Path;
use std::process::Command;

/// Set in the environment of the processes that this one starts: what to do.
const MARK: &str = "ROLECALL_BENCH_SCALE";
const BUILD: &str = "build";
const MEASURE: &str = "measure";

/// Sizes unless others are given. A world of 1,000,000 entities takes 2 GB of memory and some minutes, so it must be asked
/// for.
const SIZES: [usize; 2] = [10_000, 100_000];
/// How often each world is opened and measured.
const TURNS: usize = 3;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match (std::env::var(MARK), &*arguments) {
        (Ok(what), [directory, size]) => child(&what, Path::new(directory), size.parse()?),
        // Cargo adds `--bench`.
        _ => compare(arguments.iter().filter(|argument| *argument != "--bench")),
    }
}

#[expect(clippy::print_stdout, reason = "tells the parent process what was measured")]
fn child(what: &str, directory: &Path, size: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if what == BUILD {
        return runtime.block_on(world::build(directory, size));
    }
    println!("{}", runtime.block_on(measure::measure(directory))?);
    Ok(())
}

/// Starts this same program again, to do one thing in a memory of its own; answers what it printed.
fn start(what: &str, directory: &Path, size: usize) -> Result<String> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.env(MARK, what).arg(directory).arg(size.to_string()).output()?;
    if !output.status.success() {
        return Err(format!("{what} {size}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn compare<'a>(sizes: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut sizes = sizes.map(|size| size.replace('_', "").parse()).collect::<std::result::Result<Vec<usize>, _>>()?;
    if sizes.is_empty() {
        sizes = SIZES.into();
    }
    sizes.sort_unstable();
    let directory = tempfile::tempdir()?;
    let place = |size: usize| directory.path().join(size.to_string());
    for size in &sizes {
        start(BUILD, &place(*size), *size)?;
    }
    let mut turns: Vec<Vec<Measured>> = vec![Vec::new(); sizes.len()];
    for _ in 0..TURNS {
        for (size, turns) in sizes.iter().zip(&mut turns) {
            turns.push(start(MEASURE, &place(*size), *size)?.trim().parse()?);
        }
    }
    report(&sizes, &turns.iter().map(|turns| Measured::median(turns)).collect::<Vec<_>>());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal it was started from")]
fn report(sizes: &[usize], medians: &[Measured]) {
    println!("median of {TURNS} turns; below each line, its ratios to the first\n");
    print!("{:>9}", "entities");
    measure::COLUMNS.iter().for_each(|column| print!("{:>16}", column.name));
    println!();
    for (size, measured) in sizes.iter().zip(medians) {
        print!("{size:>9}");
        for (column, value) in measure::COLUMNS.iter().zip(&measured.0) {
            print!("{:>16}", format!("{value:.digits$} {}", column.unit, digits = column.digits).trim_end());
        }
        print!("\n{:>9}", "");
        let first = medians.first().map(|first| first.0).unwrap_or_default();
        measured.0.iter().zip(first).for_each(|(value, first)| print!("{:>16}", format!("× {:.2}", value / first)));
        println!();
    }
}
