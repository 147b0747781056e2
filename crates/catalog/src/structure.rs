//! The macros the generated files are written in: one line for each member of a structure.
//!
//! `input!` is an operation's input, `output!` an operation's output; `readable!`, `writable!` and `exchanged!` are
//! structures nested in inputs, in outputs, and in both. A line is
//! `field: Type = "Wire" required(SHAPE) [redacted],` where `required(SHAPE)` or `optional(SHAPE)` says how the member is
//! read (absent in outputs) and `[redacted]` keeps the value out of `Debug`.

/// The struct and its `Debug`.
macro_rules! declare {
    ($(#[$meta:meta])* $name:ident {
        $($field:ident: $type:ty = $wire:literal $($how:ident($shape:expr))? $([$flag:ident])?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Default)]
        pub struct $name {
            $(#[doc = concat!("`", $wire, "`")] pub $field: $type,)*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), $crate::structure::shown!(self.$field $(, [$flag])?)))*
                    .finish()
            }
        }
    };
}

/// What `Debug` shows of one member.
macro_rules! shown {
    ($value:expr) => {
        &$value
    };
    ($value:expr, [redacted]) => {
        &format_args!("<redacted>")
    };
}

/// How a structure is read from a form.
macro_rules! reads {
    ($name:ident { $($field:ident: $type:ty = $wire:literal $how:ident($shape:expr) $([$flag:ident])?,)* }) => {
        impl $crate::query::ReadStructure for $name {
            fn read_members(_reader: &mut $crate::validation::Reader<'_>, _at: &$crate::validation::Path) -> Self {
                Self { $($field: _reader.$how(_at, $wire, &$shape),)* }
            }
        }
    };
}

/// How a structure is written as XML.
macro_rules! writes {
    ($name:ident { $($field:ident: $type:ty = $wire:literal $($how:ident($shape:expr))? $([$flag:ident])?,)* }) => {
        impl $crate::query::WriteStructure for $name {
            fn write_members(&self, _xml: &mut $crate::xml::Writer) {
                $(_xml.member($wire, &self.$field);)*
            }
        }

        impl $crate::xml::Value for $name {
            fn write(&self, name: &str, xml: &mut $crate::xml::Writer) {
                $crate::xml::write_structure(self, name, xml);
            }
        }
    };
}

/// The input of an operation.
macro_rules! input {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::structure::declare! { $(#[$meta])* $name { $($body)* } }
        $crate::structure::reads! { $name { $($body)* } }
        impl $crate::query::QueryInput for $name {}
    };
}

/// The output of an operation.
macro_rules! output {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::structure::declare! { $(#[$meta])* $name { $($body)* } }
        $crate::structure::writes! { $name { $($body)* } }
        impl $crate::query::QueryOutput for $name {
            const HAS_RESULT: bool = true;
        }
    };
}

/// A structure nested in inputs.
macro_rules! readable {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::structure::declare! { $(#[$meta])* $name { $($body)* } }
        $crate::structure::reads! { $name { $($body)* } }
    };
}

/// A structure nested in outputs.
macro_rules! writable {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::structure::declare! { $(#[$meta])* $name { $($body)* } }
        $crate::structure::writes! { $name { $($body)* } }
    };
}

/// A structure nested in inputs and in outputs.
macro_rules! exchanged {
    ($(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $crate::structure::readable! { $(#[$meta])* $name { $($body)* } }
        $crate::structure::writes! { $name { $($body)* } }
    };
}

/// A service's operations: a marker type for each, and the table of all.
macro_rules! operations {
    ($($name:ident($input:ty) -> $output:ty {
        signed: $signed:literal, read_only: $read_only:literal, errors: [$($error:ident),*]
    })*) => {
        $(
            #[doc = concat!("The operation `", stringify!($name), "`.")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl $crate::query::ApiOperation for $name {
                const NAME: &'static str = stringify!($name);
                const SIGNED: bool = $signed;
                const READ_ONLY: bool = $read_only;
                const ERRORS: &'static [$crate::query::ErrorShape] = &[$($error),*];
                type Input = $input;
                type Output = $output;
            }
        )*

        /// Every operation of the service, ordered by name.
        pub const OPERATIONS: &[$crate::query::OperationShape] = &[
            $($crate::query::OperationShape::of::<$name>(),)*
        ];
    };
}

/// A service's errors: a constant for each, and the table of all. A line is `NAME = "Shape", "Code", status;`.
macro_rules! errors {
    ($($name:ident = $shape:literal, $code:literal, $status:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`, HTTP ", $status, ".")]
            pub const $name: $crate::query::ErrorShape =
                $crate::query::ErrorShape { shape: $shape, code: $code, status: $status };
        )*

        /// Every error, ordered by the name of its shape.
        pub const ERRORS: &[$crate::query::ErrorShape] = &[$($name),*];
    };
}

pub(crate) use {declare, errors, exchanged, input, operations, output, readable, reads, shown, writable, writes};
