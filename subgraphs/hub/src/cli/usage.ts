/** Output of `hub --help`. */
export const usage: string = `The hub on this machine: its subgraphs and its gateway.

hub start [organisation…]          runs the hub until Ctrl-C; with organisations, only their subgraphs
    --port N                       the gateway's port (GATEWAY_PORT; 4000); the subgraphs follow at N+1, N+2, …
    --no-demo                      loads what was published, and no made-up people
    --demonstration FOLDER         loads the made-up files of FOLDER/ORGANISATION, not those that the hub ships with
    --no-gateway                   opens the subgraphs only
    --sandbox                      accepts every app at once, and keeps nothing: apps may break it
    --all                          has the folders of subgraphs/demo/joining join, too, as any organisation does
hub token --as ROLE                prints a token for the running hub, good for 15 minutes: of an analyst, auditor,
                                   operator, app, staff or organisation-service
    --organisation ORGANISATION    whose staff or service it is
hub import <organisation>          lists the kinds of file that the organisation's subgraph takes
hub import <organisation> <kind> <file>
                                   brings a file (.xlsx or CSV) to the running subgraph, says how it is read, and
                                   takes it in; what the file leaves open is asked
    --dry-run                      takes nothing in: says what would be new, changed, as it is, absent and rejected
    --answer QUESTION=CHOICE       answers what was asked, such as days=d/m/y; may come several times
    --mapping FILE.json            how the file is read: which header is which column, and what values mean
    --save-mapping                 keeps that for the next file with the same header
    --sheet NAME                   the sheet of a workbook
    --replace                      takes out rows that the file does not have
    --at-most SHARE                of those that are there so many at most, from 0 to 1 (0.1)
    --demonstration                says that what it holds is made up
    --on DAY                       reads its communes as they were on that day, not today
    --through DAY                  says the last day of which it is complete: the next release is, too
    --rejected FILE                where rejected rows go, to be corrected (beside the file, as NAME.rejected.xlsx)
    --url URL                      where the subgraph is, when it is not on this machine
    --token-file FILE              its operator's tokens (several files: separated by commas)
hub import all <kind> <file>       hands a file of places, such as a merger, of audiences or of goals to every
                                   organisation's running subgraph
hub imports <organisation>         lists the receipts of what came in: who, when, hash, counts
    --first N                      the newest N (20)
hub imports <organisation> undo <run>
                                   takes an import back whole, while nothing later rests on it
hub load [organisation…]           hands the files in subgraphs/*/data and subgraphs/*/demo to the running subgraphs
    --no-demo                      only those in data
    --demonstration FOLDER         as for start
hub release <organisation>         makes a release of the organisation's figures: numbered, signed, for others to rest on
    --through DAY                  the last day of which they are complete (that which imports prove, or none)
    --note TEXT                    what there is to say of it
    --dry-run                      says which cells would change, and makes none
    --list                         lists the newest releases, and which wait for the movement to accept them
    --withdraw NUMBER --reason TEXT
                                   withdraws a release: makes another with the figures of the last that never was
    --adopt-register               after a restore from a backup: takes back what the register holds, to go on from it
    --from FILE                    … from what movement's operator wrote with hub register export
    --former-key FILE              … signed with a key that was replaced since: its public half
    --url URL, --token-file FILE   as for import
hub register rebuild               has movement make its register anew from the releases that it holds
hub register export FILE           writes the releases that movement holds to a new file (-: to standard output)
    --publication ID               with a publication, and only the releases that it rests on
    --organisation ORGANISATION    of one organisation alone
    --url URL, --token-file FILE   as for import, of movement
hub archive <organisation>         says what may leave its database, since nothing that is answered rests on it
    --before DAY                   what was last needed before that day, 400 days ago at least
hub archive <organisation> FILE    writes that to a new file, reads it back, and only then has it removed
    --set SET                      of these alone; may be repeated
    --keep                         removes nothing
    --url URL, --token-file FILE   as for import
hub new <organisation>             writes an organisation into a folder of that name: its record, agreements, records, migration
                                   and schema; asks what it must know
    --from FILE                    a CSV file as its system exports it, from which columns are guessed, and what they
                                   say of persons; may be repeated
    --goal GOAL:COLUMN             the goal that the file's people reach, and the column of the day
    --keep COLUMN                  a column of a file that is of no person, though it looks so; may be repeated
    --code                         as a package of TypeScript, for logic of its own
    --in FOLDER                    into this folder, which is not there yet
    --yes                          asks nothing
hub dev <organisation | FOLDER>    runs an organisation's subgraph while one changes it, with a hub around it: starts it anew at each
                                   save, composes it with the others, and shows each operation's statements and time
    --url URL                      one's own subgraph is there, in whatever language
    --hub URL                      the others are a running hub's; mocks from their schemas unless told
    --token-file FILE              what that hub is asked with (a token of the hub on this machine)
    --as ROLE, --purpose PURPOSE   who asks, and what for (analyst, statistics)
    --port N                       its address (4100); what it starts is at the next four
hub serve FOLDER                   runs an organisation that is a folder (organisation.yaml, records/*.yaml), on a database of
                                   its own beside it, or on DATABASE_URL's; what opens it, and its keys, are in FOLDER/.data
    --port N                       where it listens (the port of organisation.yaml; 4010); its PostgreSQL is at N+1
hub connector FOLDER               runs a connector as FOLDER/connector.yaml says, before a system that is not built with the
                                   kit: figures from its database or files, its records, and a page on this machine
    --port N                       where it listens (the port of organisation.yaml; 4010); its PostgreSQL is at N+1
hub migrate draft <organisation | FOLDER>
                                   compares the records with the tables that the migrations make, on a PostgreSQL that is
                                   there for this alone, and writes the next migration
    --name NAME                    what it is called (records)
    --fill TABLE.COLUMN=VALUE      what the rows get that are there, in a column that may not be empty; once for each
hub organisation list              the organisations that publish at the registry, and what was done last
hub organisation invite CODE       invites one: prints a secret with which it joins, once
hub organisation show CODE         what it says of itself, who would see what of it, and its schema
hub organisation accept CODE       has one that joined go live; suspend, resume and leave take it to other states
    --reason TEXT                  why
    --by NAME                      who does it (the name of the user)
hub organisation versions CODE     what it published, by versions
hub organisation override CODE schema|agreements FILE --reason TEXT
                                   publishes for it what a check refused, for the reason that is recorded
hub organisation rollback CODE schema|agreements|pages VERSION
                                   puts a former version in force again
hub organisation statements CODE   whom it lets take fields over (@override), and its programs' tokens
hub organisation consent CODE TO TYPE.FIELD --reason TEXT
                                   puts on record that it lets another take a field over; end-consent takes it back
    --until DAY                    … until when
hub organisation token CODE        makes a token with which its programs check and publish; prints it, this once; end-token
                                   CODE ID revokes one, end-key CODE KEY-ID ends a key
    --scope check,publish          what it opens (both)
    --name TEXT                    whose it is (CI)
    --until DAY                    its last day (90 days from today)
    --url URL, --token-file FILE   as for import, of the registry
hub join FOLDER --hub ADDRESS --secret FILE
                                   an invited organisation joins: the folder has organisation.yaml, and agreements.yaml
                                   and schema.graphql where it has them; its key is made there, and stays
    --key FILE                     its signing key (FOLDER/signing.key)
hub publish FOLDER --hub ADDRESS   publishes the folder's agreements and schema, once its endpoint passes hub conform
    --conform-key FILE             a key that the endpoint trusts as a gateway's (conform.key in the folder)
    --key FILE                     as for join
    --token-file FILE              … with a token in its place
hub state FOLDER consent|end-consent|token|end-token|add-key|end-key … --hub ADDRESS
                                   the organisation itself says so, signed: as hub organisation; add-key FILE has it sign
                                   with that key, too
    --key FILE                     as for join
    --reason TEXT, --until DAY, --name TEXT, --scope SCOPE,…
                                   as for hub organisation
hub outlook [organisation…]        lists what ends, is late or does not work: days left, who can act, and the command; exit code 1
                                   if something has ended or is broken
    --hub ADDRESS                  the gateway's address (HUB_URL; this machine's)
    --json                         as JSON
    --metrics FILE                 writes the lines as metrics, too, for node_exporter's textfile collector
hub outlook done WORK              records that a work was done: backup, restore-drill, or audit-verify, which hub audit verify
                                   records by itself; in OPERATIONS_FILE, or in the data's folder
hub mcp                            serves tools for language models that answer common questions (Model Context Protocol,
                                   on standard input and output), as the caller whose token it has
    --documents FILE               a manifest of trusted documents: each query in it is a tool, in place of those
    --tables NAME,…                these tables too, of those that GET /export lists, or all
    --purpose PURPOSE              what for
    --url URL                      where the gateway is, when it is not on this machine
    --token-file FILE              a token or key; or HUB_TOKEN; or HUB_ISSUER, HUB_CLIENT_ID, HUB_CLIENT_SECRET and
                                   HUB_SCOPES, with which it gets tokens by itself; without, it is anonymous
hub verify FILE --keys FOLDER      verifies what export wrote, asking nobody: signatures, chains, pages and figures
    --keys FOLDER                  has the public keys: ORGANISATION.pub each, or a hub's .data folder
    --publication ID               the file must have this publication
    --digest DIGEST                … with this digest, as pages, prints and organisations have it
hub subject <organisation>         shows what the organisation holds about a person, whose number is read from standard
                                   input; files with people whose data was erased are refused for them
    --export FILE                  writes it to a new file instead
    --erase                        erases it, and leaves a receipt; asks first
    --readmit                      lets files bring the person in again
    --yes                          does not ask
    --by NAME                      who does it, for the receipt (the name of the user)
    --url URL, --token-file FILE   as for import
hub pseudonyms list <organisation> says of which version of the organisations' key its pseudonyms are
hub pseudonyms make <organisation> makes the key of the next version, and writes it to an envelope that only the other
                                   organisations can open: their people stay the same once all have rotated
    --to FOLDER                    has their public sealing keys: ORGANISATION-sealing.pub each, or a hub's .data folder
    --out FILE                     the envelope, a new file
    --again                        makes none, and seals the last one again
hub pseudonyms take <organisation> FILE --from-key FILE
                                   adds the key that another has made; --from-key names the maker's public signing key
hub pseudonyms rotate <organisation>
                                   has the running subgraph turn every pseudonym into the next version's
    --url URL, --token-file FILE   as for import, of list and rotate
    --secrets FOLDER               whose files they are, as for period-key
hub period-key make <organisation> --periods 2026-11..2027-03
                                   makes the keys of reporting periods, and writes them to an envelope that only the other
                                   organisations can open; a key that is there stays, and is handed on
    --to FOLDER, --out FILE        as for pseudonyms make
    --replace                      makes others in the place of those that are there
hub period-key take <organisation> FILE --from-key FILE
                                   adds the keys that another has made; refuses another key for a month that has one
    --replace                      puts those of the envelope in the place of others
hub period-key list <organisation> says of which months keys are there, and by which names they are known
    --secrets FOLDER               where hub secrets has made the files (PERIOD_KEYS_FILE, PSEUDONYM_KEY_FILE,
                                   SIGNING_KEY_FILE and SEALING_KEY_FILE; those of --data)

hub demo [organisation…]           writes the files in subgraphs/*/demo anew
    --people N                     for a province of N made-up people (40000)

hub audit verify                   reads the audit log and names the first entry that was changed, removed, moved or
                                   cut off, or a request that organisations were asked and that is not in it; tells of
                                   restores that were accepted
    --anchors FILE, --receipts FILE
                                   against those in files, as hub audit anchor --json and GET /operator/receipts give
                                   them, not those of the running subgraphs; may be repeated
    --gateway-keys FILE            the public keys of the gateways whose receipts count (TRUSTED_GATEWAY_KEYS; this
                                   machine's); may be repeated
    --url URL, --token-file FILE   where the audit log is, and what opens it

hub audit anchor [organisation…]   says how far the audit log had come as organisations know it, and of which restores
                                   they were told
    --json                         prints all that one organisation keeps, for hub audit verify --anchors
    --url URL, --token-file FILE   as for import, of one organisation

hub audit accept-restore           accepts that the audit log was restored from an older backup: adds a mark to it that
                                   says what was lost, and tells every organisation. Run it again to tell the others
    --by NAME, --reason TEXT       who accepts it, and why: both are in the mark
    --without ORGANISATION         does not ask one that cannot be reached; may be repeated
    --gateway-keys FILE            as for audit verify
    --url URL, --token-file FILE   where the audit log is, and what opens it, with the scopes audit and restore

hub receipts [organisation | FOLDER …]
                                   verifies the receipts that the organisations keep of what gateways asked them, and
                                   names the first that is not what a trusted gateway has signed
    --request ID                   says what they prove of a request id, too
    --gateway-keys FILE            as for audit verify; of a connector, unless named, FOLDER/secrets/gateway.pub
    --url URL, --token-file FILE   as for import, of one organisation

hub agreements [organisation…]     prints what the organisations share, with whom, for which purposes, how finely, on what
                                   legal basis and until when; names what is wrong with their files
    --role ROLE, --for ORGANISATION, --app APP
                                   only what these may see
    --folder FOLDER                of other files than the repository's

hub check <organisation>           says what publishing the organisation's schema would break, for whom, and what else is wrong;
                                   asks its running subgraph for the schema
    --from FILE                    … or reads it from a file (-: from standard input)
    --url URL                      … or asks another GraphQL endpoint for it: { _service { sdl } }
    --json                         prints the report as JSON
    --token-file FILE              what opens the registry, with the scope keys; where it is, REGISTRY_URL says
    --hub ADDRESS                  … or the hub's address, with a token of the organisation's programs

hub conform [ADDRESS]              holds an organisation, in whatever language, against the protocol (docs/protocol): ADDRESS is its
                                   GraphQL endpoint. It asks for no record by name, and changes nothing there
    --name CODE                    the name by which it knows itself: the organisation's code
    --key FILE                     a key that it trusts as a gateway's; made where there is none, and then FILE.pub is to be
                                   given to it
    --public-key FILE              its own public keys
    --purpose PURPOSE              what for it is asked (steering)
    --trial FOLDER                 writes made-up people and keys there, and says which settings a trial wants: what the
                                   organisation hands over is then held against the protocol, too
    --step COMMAND                 does the steps of the trial: take, release, withdraw, erase, rotate-…
    --goal GOAL                    the goal that these people reach (ADULTS_BASIC)
    --listen PORT                  where the trial's hub listens on this machine (4400)
    --within SECONDS               how long all of it may take (600)
    --only GROUP                   sessions, messages, answers, federation, rights, receipts, time, health, releases,
                                   disclosure, sketches, erasure or rotation alone; may be repeated
    --json                         prints what was found as JSON

hub key create                     creates a key with which a program, such as a spreadsheet, asks the hub; prints it, this once
    --for TEXT                     who answers for it, and what it is for
    --role ROLE                    analyst, app, staff or auditor
    --organisation ORGANISATION    whose staff answers for it, of the role staff
    --purpose PURPOSE              what its requests are for, such as statistics
    --until DAY                    its last day, within 400 days (90 days from today)
    --scopes SCOPE,…               what it opens, of what its role usually may (all of that)
    --tables NAME,…                the tables that it may export (all)
    --addresses NETWORK,…          the addresses and networks (CIDR) that it may come from (any)
    --rate N --burst N             how many requests each second, and at once (as its role)
    --by NAME                      who creates it (the name of the user)
    --json                         prints all that there is to say of it
hub key list                       lists the keys that can be used: whose, what for, until when; never the keys themselves
    --all                          those that were revoked or have ended, too
    --json                         as JSON
hub key revoke ID                  revokes a key: within a second no gateway takes it any more
    --by NAME                      who revokes it (the name of the user)
    --url URL, --token-file FILE   of all three: where the registry is, and what opens it, with the scope keys

hub keys create [organisation…]    makes the keys and tokens of this machine's hub that are gone, and names them; never
                                   the pseudonym key or the audit log's key of data that is there
hub secrets FOLDER                 makes the secrets of the containers in production that are not there yet
    --check                        makes none; names every secret and setting that is missing
    --rotate PART --step STEP      replaces the signing key of an organisation or the gateway in three steps: add has the
                                   next one trusted, replace puts it in use, remove ends the trust in the former one
hub compose                        writes docker-compose.yml and docker-compose.demonstration.yml for the organisations that
                                   have a record (organisation.yaml)
    --check                        writes nothing; says which of the files is another

Everywhere: --data DIR             where databases, secrets and logs are (HUB_DATA; .data in the repository)
            --port N               the port that the hub was started with (found in the data's folder), for all but
                                   start, demo, keys and compose
            --help                 explains one command: hub audit verify --help

Subgraphs elsewhere, for import, release, subject, audit, receipts, check, key and outlook. What comes first, counts:
    --organisations FILE           (ORGANISATIONS_FILE) JSON, by organisation: url, operatorTokenFile, caFile,
                                   certificateFile, certificateKeyFile; files are beside it
    SUBGRAPH_URL_YOUTH_UNION=URL, OPERATOR_TOKEN_FILE_YOUTH_UNION=FILE
                                   where one is, and its operator's tokens; the audit log's also as AUDIT_URL and
                                   AUDIT_TOKEN_FILE, the registry's as REGISTRY_URL
    --ca-file FILE, --certificate-file FILE, --certificate-key-file FILE
                                   (SUBGRAPH_CA_FILE, SUBGRAPH_CERTIFICATE_FILE, SUBGRAPH_CERTIFICATE_KEY_FILE; of one
                                   also with _YOUTH_UNION) PEM: the authority that their certificates must come from,
                                   and the certificate that is shown to them

Environment: <ORGANISATION>_PORT and <ORGANISATION>_DATABASE_URL (postgresql://…) for one subgraph, as in
YOUTH_UNION_PORT; POSTGRES_PORT for the embedded PostgreSQL; HUB_POSTGRES=postgres://USER:PASSWORD@HOST for a server
in its place, and HUB_POSTGRES_PREFIX for what the hub's databases there begin with (hub_); LOG_LEVEL, ROOT_PLACE (the
code of the province that the hub is of), PLACES_FOLDER (the files of its places) and GOALS_FOLDER (those of its goals)
for all.

Exit codes: 0 done; 1 not done; 2 not understood; 3 done, but rows were rejected, or a schema was refused.
Of audit and receipts: 0 all is right; 1 something is wrong; 2 it could not be asked, or the command was not understood.
`;

/**
 * Output of `hub COMMAND --help`: the usage of a command, and the options of all commands.
 * @param words the command's name, and for `audit` its action; further words are ignored.
 */
export function usageOf([name = '', action = '']: readonly string[]): string {
  const [commands = '', ...common] = usage.split(/\n(?=Everywhere:)/);
  const [, ...parts] = commands.split(/^(?=hub )/m);
  const exactly = parts.filter((part) => part.startsWith(`hub ${name} ${action} `));
  const own = exactly.length > 0 && action !== '' ? exactly : parts.filter((part) => part.startsWith(`hub ${name} `));
  return own.length === 0 ? usage : [...own.map((part) => part.trimEnd()), '', ...common].join('\n');
}
