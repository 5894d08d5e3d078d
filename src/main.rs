//! The server's binary.
#![recursion_limit = "256"]

fn main() -> std::process::ExitCode {
    senda::server::command::main()
}
