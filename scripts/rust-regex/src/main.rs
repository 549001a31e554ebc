//! Which patterns do Rust's regular expressions compile?
//!
//! Reads one JSON string a line, writes one JSON object a line:
//!
//!     {"pattern":"[^[]","regex":false,"fancy":false,"checked":false}
//!
//! `regex` and `fancy` are the crates of that name. `checked` is what a JSON Schema validator built on them does: it
//! rewrites ECMAScript's classes first, and leaves a pattern with look-around or backreferences as it is.

use regex_syntax::ast::{self, parse::Parser, Ast, ClassPerl, ClassPerlKind, ErrorKind, Literal, LiteralKind};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let Some(pattern) = from_json(line.trim()) else {
            writeln!(out, "{{\"pattern\":{line},\"unreadable\":true}}")?;
            continue;
        };
        let regex = regex::Regex::new(&pattern).is_ok();
        let fancy = fancy_regex::Regex::new(&pattern).is_ok();
        let checked = translate(&pattern).map_or(false, |p| fancy_regex::Regex::new(&p).is_ok());
        writeln!(out, "{{\"pattern\":{line},\"regex\":{regex},\"fancy\":{fancy},\"checked\":{checked}}}")?;
    }
    Ok(())
}

/// The pattern with ECMAScript's reading of `\d`, `\w`, `\s` and `\cX`; nothing when it is refused already.
fn translate(pattern: &str) -> Option<String> {
    let mut pattern = pattern.to_owned();
    let tree = loop {
        match Parser::new().parse(&pattern) {
            Ok(tree) => break tree,
            Err(error) => match error.kind() {
                ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => return Some(pattern),
                ErrorKind::EscapeUnrecognized => {
                    let (start, end) = (error.span().start.offset, error.span().end.offset);
                    let letter = pattern[end..].chars().next().filter(char::is_ascii_alphabetic)?;
                    if &pattern[start..end] != r"\c" {
                        return None;
                    }
                    pattern.replace_range(start..end + 1, &((letter as u8 % 32) as char).to_string());
                }
                _ => return None,
            },
        }
    };
    let mut found = Found::default();
    if ast::visit(&tree, &mut found).is_err() || found.bell {
        return None;
    }
    found.classes.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
    for (start, end, text) in found.classes {
        pattern.replace_range(start..end, text);
    }
    Some(pattern)
}

#[derive(Default)]
struct Found {
    classes: Vec<(usize, usize, &'static str)>,
    bell: bool,
}

impl Found {
    fn class(&mut self, class: &ClassPerl) {
        let text = match (&class.kind, class.negated) {
            (ClassPerlKind::Digit, false) => "[0-9]",
            (ClassPerlKind::Digit, true) => "[^0-9]",
            (ClassPerlKind::Word, false) => "[A-Za-z0-9_]",
            (ClassPerlKind::Word, true) => "[^A-Za-z0-9_]",
            (ClassPerlKind::Space, false) => r"[ \t\n\r\x0b\x0c\u00a0\ufeff\u2003\u2029]",
            (ClassPerlKind::Space, true) => r"[^ \t\n\r\x0b\x0c\u00a0\ufeff\u2003\u2029]",
        };
        self.classes.push((class.span.start.offset, class.span.end.offset, text));
    }
}

impl ast::Visitor for &mut Found {
    type Output = ();
    type Err = ();

    fn finish(self) -> Result<(), ()> {
        Ok(())
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), ()> {
        match tree {
            Ast::Class(ast::Class::Perl(class)) => self.class(class),
            Ast::Literal(Literal { kind: LiteralKind::Special(ast::SpecialLiteralKind::Bell), .. }) => self.bell = true,
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ast::ClassSetItem) -> Result<(), ()> {
        if let ast::ClassSetItem::Perl(class) = item {
            self.class(class);
        }
        Ok(())
    }
}

/// The string that a JSON text stands for; nothing for other texts and for half characters.
fn from_json(text: &str) -> Option<String> {
    let mut units = Vec::new();
    let mut chars = text.strip_prefix('"')?.strip_suffix('"')?.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            continue;
        }
        units.push(match chars.next()? {
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'u' => u16::from_str_radix(&chars.by_ref().take(4).collect::<String>(), 16).ok()?,
            c => c as u16,
        });
    }
    String::from_utf16(&units).ok()
}
