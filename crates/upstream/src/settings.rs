//! What the upstream knows of itself. The private key is a file of its own.

use domain::generation::Generation;
use domain::receipt::UpstreamId;
use domain::seal::PublicKey;

/// Identity, generation and public key of the upstream, the same for every instance of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) upstream: UpstreamId,
    pub(crate) generation: Generation,
    pub(crate) public_key: PublicKey,
}
