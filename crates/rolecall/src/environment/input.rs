//! Text files that a person names, and standard input.
//!
//! Every command reads them here, so that each says the same of a file that cannot be read: which file, what is wrong
//! with it, and what to do. A text is UTF-8. A mark before it that says so (EF BB BF) is skipped, as editors and PowerShell
//! write it; whoever writes the file again keeps it ([`with_mark`]).

use rolecall_analysis::lint::nearest;
use rolecall_policy::explain::escaped;
use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most of a folder's names among which the one that was meant is looked for. A person who mistypes a name does it in
/// a folder that can be overlooked, and a message must not wait for a million names.
const MOST_NAMES: usize = 10_000;
/// The bytes by which an encoding is told: the longest mark, that of UTF-32, has so many (Unicode Standard, "Encoding
/// Forms: byte order mark").
const HEAD: usize = 4;
/// The mark of UTF-8.
pub const MARK: &str = "\u{feff}";

/// Why a file, or standard input, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {name}: {problem}")]
pub struct Unreadable {
    /// The file as it was named, safe for a terminal.
    pub name: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl Unreadable {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problem == EMPTY
    }
}

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without a mark.
    pub text: String,
    /// Whether the mark of UTF-8 stood before it.
    pub has_mark: bool,
}

/// A text as it stands in its file: behind the mark, if the file has it.
#[must_use]
pub fn with_mark(has_mark: bool, text: &str) -> Cow<'_, str> {
    if has_mark { format!("{MARK}{text}").into() } else { text.into() }
}

/// A file that is open, at the first byte of its text.
pub struct Input {
    name: String,
    from: Box<dyn Read>,
    has_mark: bool,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Whether this is standard input.
#[must_use]
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The text of the file of this name. `-` is a file like any other.
///
/// # Errors
/// [`Unreadable`]; among others if it has more than `limit` bytes.
pub fn file(path: &Path, limit: u64) -> Result<Text, Unreadable> {
    Input::file(path)?.text(limit)
}

/// The text of the file of this name; `-` is standard input.
///
/// # Errors
/// As [`file`].
pub fn file_or_stdin(path: &Path, limit: u64) -> Result<Text, Unreadable> {
    Input::file_or_stdin(path)?.text(limit)
}

/// The text in bytes that are not in a file of their own, such as a version of a file in git.
///
/// # Errors
/// As [`file`].
pub fn bytes(name: &str, bytes: Vec<u8>, limit: u64) -> Result<Text, Unreadable> {
    Input::of(name.to_owned(), Box::new(io::Cursor::new(bytes)))?.text(limit)
}

impl Input {
    /// Opens a file; `-` is standard input. See [`Self::file`].
    ///
    /// # Errors
    /// As [`Self::file`].
    pub fn file_or_stdin(path: &Path) -> Result<Self, Unreadable> {
        if is_stdin(path) {
            return Self::of("standard input".to_owned(), Box::new(io::stdin().lock()));
        }
        Self::file(path)
    }

    /// Opens a file, and looks at its first bytes.
    ///
    /// # Errors
    /// [`Unreadable`] if it is not there, a folder, empty, in another encoding, or may not be read.
    pub fn file(path: &Path) -> Result<Self, Unreadable> {
        let name = escaped(&path.display().to_string());
        // Linux opens folders too.
        if path.is_dir() {
            return Err(Unreadable { name, problem: "it is a folder; name a file in it".to_owned() });
        }
        match File::open(path) {
            Ok(file) => Self::of(name, Box::new(file)),
            Err(error) => Err(Unreadable { name, problem: problem(path, &error) }),
        }
    }

    fn of(name: String, mut from: Box<dyn Read>) -> Result<Self, Unreadable> {
        let mut head = Vec::with_capacity(HEAD);
        let read = from.by_ref().take(HEAD as u64).read_to_end(&mut head);
        let looked_at = read.map_err(|error| error.to_string()).and_then(|_| other_encoding(&head).map_or(Ok(()), Err));
        if let Err(problem) = looked_at {
            return Err(Unreadable { name, problem });
        }
        let has_mark = head.starts_with(MARK.as_bytes());
        if has_mark {
            head.drain(..MARK.len());
        }
        let input = Self { name, from: Box::new(io::Cursor::new(head).chain(from)), has_mark };
        Ok(input)
    }

    /// What follows from an error of reading on.
    #[must_use]
    pub fn unreadable(name: &str, error: &io::Error) -> Unreadable {
        Unreadable { name: name.to_owned(), problem: error.to_string() }
    }

    /// Its name for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the text, as they come. Whether they are UTF-8 is not looked at.
    #[must_use]
    pub fn into_bytes(self) -> Box<dyn Read> {
        self.from
    }

    /// The whole text.
    ///
    /// # Errors
    /// [`Unreadable`] if there is none, or too much of it, or it is not UTF-8.
    pub fn text(self, limit: u64) -> Result<Text, Unreadable> {
        let Self { name, from, has_mark } = self;
        let mut bytes = Vec::new();
        if let Err(error) = from.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            return Err(Self::unreadable(&name, &error));
        }
        if bytes.len() as u64 > limit {
            let problem = format!("it is longer than {}, the limit for such a file; split it", size(limit));
            return Err(Unreadable { name, problem });
        }
        let before = if has_mark { MARK.len() } else { 0 };
        match String::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => Err(Unreadable { name, problem: EMPTY.to_owned() }),
            Ok(text) => Ok(Text { text, has_mark }),
            Err(error) => {
                let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
                let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() as u64 + 1;
                let problem = not_utf8((before + at) as u64, bytes.get(at).copied(), line);
                Err(Unreadable { name, problem })
            }
        }
    }
}

/// What is said of a file, or standard input, in which nothing is.
pub const EMPTY: &str = "it is empty; check whether the program that writes it failed, or name another file";

/// What is said where a text is not UTF-8 from a byte on.
#[must_use]
pub fn not_utf8(offset: u64, byte: Option<u8>, line: u64) -> String {
    let byte = byte.map_or_else(String::new, |byte| format!(" (0x{byte:02X})"));
    format!(
        "it is not UTF-8: the byte at offset {offset}{byte}, in line {line}, is invalid; save it as UTF-8, or convert \
         it: `iconv -f WINDOWS-1252 -t UTF-8` for a Western European encoding"
    )
}

/// The problem with a text that begins like this, if it is in an encoding that is not read. JSON, TOML and PEM begin with
/// an ASCII character, so that a zero byte beside the first one tells the encoding where no mark does.
fn other_encoding(head: &[u8]) -> Option<String> {
    let (name, iconv) = match *head {
        [0xFF, 0xFE, 0, 0] | [0, 0, 0xFE, 0xFF] => ("UTF-32", "UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("UTF-16", "UTF-16"),
        [1..=0xFF, 0, 0, 0] => ("UTF-32", "UTF-32LE"),
        [0, 0, 0, 1..=0xFF] => ("UTF-32", "UTF-32BE"),
        [1..=0xFF, 0, ..] => ("UTF-16", "UTF-16LE"),
        [0, 1..=0xFF, ..] => ("UTF-16", "UTF-16BE"),
        _ => return None,
    };
    Some(format!(
        "it is {name}, not UTF-8; convert it with `iconv -f {iconv} -t UTF-8`, or let PowerShell write it with \
         `Out-File -Encoding utf8`"
    ))
}

/// What an error of opening says to whoever named the file.
fn problem(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => absent(path),
        io::ErrorKind::PermissionDenied => {
            "permission denied: change the permissions of the file or its folder, or run the command as its owner"
                .to_owned()
        }
        io::ErrorKind::NotADirectory => "a part of the path before the last `/` is a file, not a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Says what there is in place of a file that is not there.
fn absent(path: &Path) -> String {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let shown = |path: &Path| escaped(&path.display().to_string());
    let Ok(whole) = folder.canonicalize() else {
        let here = std::env::current_dir().map(|here| format!(", seen from `{}`", shown(&here))).unwrap_or_default();
        let here = if folder.is_absolute() { String::new() } else { here };
        return format!("there is no folder `{}`{here}", shown(folder));
    };
    if path.is_symlink() {
        let target = fs::read_link(path).map(|target| format!(" to `{}`", shown(&target))).unwrap_or_default();
        return format!("it is a link{target}, which does not exist");
    }
    match nearest_in(&whole, path) {
        Some(near) => format!("there is no such file; did you mean `{}`?", shown(&path.with_file_name(near))),
        None => format!("there is no such file in the folder `{}`", shown(&whole)),
    }
}

/// The file of the folder whose name is nearest to the one of `path`.
fn nearest_in(folder: &Path, path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let entries = fs::read_dir(folder).ok()?.take(MOST_NAMES);
    let files = entries.filter_map(Result::ok).filter(|entry| !entry.path().is_dir());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // A folder has no order of its own.
    names.sort_unstable();
    nearest(name, names.iter().map(String::as_str)).map(PathBuf::from)
}

/// A limit in words.
fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes.is_multiple_of(MIB) { format!("{} MiB", bytes / MIB) } else { format!("{bytes} bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], limit: u64) -> Result<Text, String> {
        let input = Input::of("f".to_owned(), Box::new(io::Cursor::new(bytes.to_vec())));
        input.and_then(|input| input.text(limit)).map_err(|error| error.to_string())
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    /// What is said of each kind of bytes that is no text.
    #[test]
    fn bytes_that_are_no_text() {
        let utf32: Vec<u8> = "{\"a\"".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let iconv = |name: &str, from: &str| {
            format!(
                "cannot read f: it is {name}, not UTF-8; convert it with `iconv -f {from} -t UTF-8`, or let PowerShell \
                 write it with `Out-File -Encoding utf8`"
            )
        };
        let not_utf8 = |at: usize, byte: &str, line: usize| {
            format!(
                "cannot read f: it is not UTF-8: the byte at offset {at} (0x{byte}), in line {line}, is invalid; \
                 save it as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8` for a Western European encoding"
            )
        };
        let empty = format!("cannot read f: {EMPTY}");
        for (bytes, expected) in [
            (&b""[..], empty.clone()),
            (b" \n\t\r\n", empty.clone()),
            (MARK.as_bytes(), empty.clone()),
            (b"\xEF\xBB\xBF\n", empty),
            (&utf16("\u{feff}{}", u16::to_le_bytes), iconv("UTF-16", "UTF-16")),
            (&utf16("\u{feff}{}", u16::to_be_bytes), iconv("UTF-16", "UTF-16")),
            (&utf16("{}", u16::to_le_bytes), iconv("UTF-16", "UTF-16LE")),
            (&utf16("{", u16::to_le_bytes), iconv("UTF-16", "UTF-16LE")),
            (&utf16("{}", u16::to_be_bytes), iconv("UTF-16", "UTF-16BE")),
            (&utf16("\u{feff}", u16::to_le_bytes), iconv("UTF-16", "UTF-16")),
            (b"\xFF\xFE\0\0{\0\0\0", iconv("UTF-32", "UTF-32")),
            (b"\0\0\xFE\xFF\0\0\0{", iconv("UTF-32", "UTF-32")),
            (&utf32, iconv("UTF-32", "UTF-32LE")),
            (b"\0\0\0{\0\0\0}", iconv("UTF-32", "UTF-32BE")),
            (b"{}\n\"\xE9\"", not_utf8(4, "E9", 2)),
            (b"\xEF\xBB\xBF{}\n\"\xE9\"", not_utf8(7, "E9", 2)),
            (b"\xFF", not_utf8(0, "FF", 1)),
            (b"{\"\xC3", not_utf8(2, "C3", 1)),
        ] {
            assert_eq!(read(bytes, 100), Err(expected), "{bytes:?}");
        }
    }

    /// A mark is skipped and remembered; a short text is a text; a mark in the middle belongs to the text.
    #[test]
    fn texts() {
        for (bytes, text, has_mark) in [
            ("{}", "{}", false),
            ("1", "1", false),
            ("\u{feff}{}", "{}", true),
            ("\u{feff}{}\r\n", "{}\r\n", true),
            ("\u{feff}\u{feff}{}", "\u{feff}{}", true),
            ("{\u{feff}}", "{\u{feff}}", false),
            ("é", "é", false),
        ] {
            let text = Text { text: text.to_owned(), has_mark };
            assert_eq!(read(bytes.as_bytes(), 100).as_ref(), Ok(&text), "{bytes:?}");
            assert_eq!(with_mark(has_mark, &text.text), bytes);
        }
    }

    /// The limit is of the text: a mark does not count.
    #[test]
    fn limits() {
        assert!(read(b"1234567", 7).is_ok());
        assert!(read(b"\xEF\xBB\xBF1234567", 7).is_ok());
        let told = |limit: usize| read(&vec![b'x'; limit + 1], limit as u64).unwrap_err();
        assert_eq!(told(7), "cannot read f: it is longer than 7 bytes, the limit for such a file; split it");
        assert!(told(2 << 20).contains("longer than 2 MiB, the limit"), "{}", told(2 << 20));
    }

    #[test]
    fn files_that_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("policy.json"), "{}").unwrap();
        fs::create_dir(at("polcy.json")).unwrap();
        std::os::unix::fs::symlink(at("gone.json"), at("link.json")).unwrap();
        let whole = folder.path().canonicalize().unwrap().display().to_string();
        let near = format!("there is no such file; did you mean `{}`?", at("policy.json").display());
        for (name, problem) in [
            ("polici.json", near.clone()),
            ("Policy.json", near),
            ("bucket.json", format!("there is no such file in the folder `{whole}`")),
            ("none/bucket.json", format!("there is no folder `{}`", at("none").display())),
            ("policy.json/x", "a part of the path before the last `/` is a file, not a folder".to_owned()),
            ("polcy.json", "it is a folder; name a file in it".to_owned()),
            ("link.json", format!("it is a link to `{}`, which does not exist", at("gone.json").display())),
        ] {
            let told = file(&at(name), 100).unwrap_err();
            assert_eq!((told.name, told.problem), (at(name).display().to_string(), problem));
        }
        assert_eq!(file(&at("policy.json"), 100).unwrap().text, "{}");
    }

    /// Root may read every file, so the system's answer is given here.
    #[test]
    fn files_that_may_not_be_read() {
        let told = problem(Path::new("a.json"), &io::ErrorKind::PermissionDenied.into());
        assert!(told.starts_with("permission denied: change the permissions"), "{told}");
    }

    /// A name with escape sequences does not act on the terminal.
    #[test]
    fn names_are_escaped() {
        let folder = tempfile::tempdir().unwrap();
        let told = file(&folder.path().join("\u{1b}[31m"), 100).unwrap_err().to_string();
        assert!(told.contains("\\u{1b}[31m") && !told.contains('\u{1b}'), "{told}");
    }

    #[test]
    fn the_nearest_of_the_first_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["tests.toml", "access-test.toml"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let near = |name: &str| nearest_in(folder.path(), Path::new(name));
        assert_eq!(near("access-tests.toml"), Some("access-test.toml".into()));
        assert_eq!(near("test.toml"), Some("tests.toml".into()));
        assert_eq!(near("cases.json"), None);
    }
}
