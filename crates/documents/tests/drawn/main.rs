//! The text of documents, tested as an officer meets them: a file that somebody sent, and what of it may go out.

#[cfg(test)]
mod built;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod word;
