//! A PostgreSQL server of the test process's own, real and durable: it ends when the process does, however that ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// Makes a cluster, says where, serves until its input ends, and clears away. PostgreSQL refuses to run as root.
const SERVE: &str = r#"
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$(mktemp -d /tmp/zhiban-postgres.XXXXXX)
certificates=$1
shift
as=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
cd "$dir"
$as "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
if [ -n "$certificates" ]; then
    install -m 600 -o "$(stat -c %U "$dir")" "$certificates/fullchain.pem" "$dir/data/server.crt"
    install -m 600 -o "$(stat -c %U "$dir")" "$certificates/privkey.pem" "$dir/data/server.key"
    set -- "$@" -c ssl=on
fi
$as "$bin/postgres" -D "$dir/data" -k "$dir" -c max_connections=400 "$@" >"$dir/log" 2>&1 &
server=$!
until $as "$bin/psql" -h "$dir" -U postgres -qAtc "SHOW fsync" 2>/dev/null; do
    kill -0 $server 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.05
done
echo "$dir"
cat >/dev/null
kill -INT $server
wait $server || true
rm -rf "$dir"
"#;

/// The running server.
pub(crate) struct Cluster {
    /// Folder of its socket.
    pub(crate) socket: String,
    port: u16,
    /// Its input is open for as long as this process lives.
    _serving: Child,
}

/// Started by whichever test asks first. Nobody reaches it over the network.
pub(crate) static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start("", 5432, &["-h", ""]));

impl Cluster {
    fn start(certificates: &str, port: u16, options: &[&str]) -> Self {
        let mut serve = Command::new("sh");
        serve.args(["-c", SERVE, "sh", certificates]).args(options).env("PGPORT", port.to_string());
        let mut serving = serve.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(serving.stdout.take().unwrap()).lines();
        assert_eq!(said.next().unwrap().unwrap(), "on", "fsync is on: what is committed here lasts");
        Self { socket: said.next().unwrap().unwrap(), port, _serving: serving }
    }

    /// The address of a database of this name.
    pub(crate) fn address(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", self.socket.replace('/', "%2F"))
    }

    /// A client beside ours.
    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new("psql");
        psql.args(["-h", &self.socket, "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"]);
        psql.env("PGPORT", self.port.to_string());
        psql
    }
}

#[allow(dead_code, reason = "not every test that needs a server needs one on the network")]
impl Cluster {
    /// One that listens on this machine's network; with a certificate and key of this folder it offers TLS there.
    pub(crate) fn on_the_network(certificates: Option<&std::path::Path>) -> Self {
        let certificates = certificates.map_or("", |folder| folder.to_str().unwrap());
        // A port that is free now.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::start(certificates, port, &["-h", "localhost"])
    }

    /// The address of a database over the network, by this name of the machine.
    pub(crate) fn network_address(&self, host: &str, database: &str) -> String {
        format!("postgres://postgres@{host}:{}/{database}", self.port)
    }
}
