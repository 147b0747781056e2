//! What the program takes from the machine it runs on: time, randomness, and a private directory. Time and randomness are
//! traits, so that tests decide both. Threads that the server cannot do without are here as well, room that is kept on the
//! disk, how many files may be open, locks that are held for a few microseconds, what a server counts of itself, and the text
//! files that a person names.

pub mod clock;
pub mod clock_watch;
pub mod data_dir;
pub mod entropy;
pub mod input;
pub mod measure;
pub mod open_files;
pub mod processors;
pub mod reserve;
pub mod short_lock;
pub mod vital;
