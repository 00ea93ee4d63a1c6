// Organisations and shipped data.
export { findAgreements } from './organisations/find-agreements.js';
export { findOrganisations } from './organisations/find-organisations.js';
export { readPageFiles } from './organisations/page-files.js';
export { organisationsFolder, knownOrganisations, subgraphs, takeOwnRecord } from './organisations/linked.js';
export { defaultRootPlace, shippedGoals, shippedOrganisations, shippedPlaces } from './shipped-data.js';
export { type AskedAgain, askAgain } from './snapshot/ask-again.js';
export { feedUnreachable, followFeed, type FollowingFeed } from './snapshot/follow-feed.js';
export { followSnapshot } from './snapshot/follow-snapshot.js';
export {
  agreementsWith,
  type KeyTimes,
  type SnapshotFiles,
  snapshotFiles,
  SnapshotFolder,
} from './snapshot/snapshot-folder.js';

// Files of keys and secrets.
export {
  createKeyPairIfMissing,
  formerKeysOf,
  KeyFileError,
  publicFileOf,
  readPublicKeys,
  readSigningKey,
} from './keys/key-files.js';
export { conformKeyOf, conformPublicKeyOf } from './keys/conform-key.js';
export { KeyRing } from './keys/key-ring.js';
export { newId } from './keys/new-id.js';
export { createPeriodKeysIfMissing, readPeriodKeys } from './keys/period-key-files.js';
export { createSealingPairIfMissing, readSealingKey, readSealingTarget } from './keys/sealing-keys.js';
export {
  createKeyIfMissing,
  createOperatorTokensIfMissing,
  createSigningKeyIfMissing,
  createTokenFileIfMissing,
} from './keys/secret-files.js';

// Files.
export { notFormula } from './files/not-formula.js';
export { writeWhole } from './files/write-whole.js';
export { readBoundedFile } from './files/read-bounded-file.js';

export { afterLoopTime, loopNow } from './clock/loop-clock.js';

// Processes for hostile input.
export { Cage, type CageLimits, inCage } from './cage/cage.js';
export { CageFault, type CageLimit } from './cage/cage-fault.js';
export { CagePlaces } from './cage/cage-places.js';
export { serveCage } from './cage/serve-cage.js';

// Connections and HTTP.
export { AddressList, networkError } from './connections/address-list.js';
export { boundArrival, headersTimeout } from './connections/bound-arrival.js';
export { guardConnections, refuseUpgrade, upgradesToWebSocket } from './connections/guarded-connections.js';
export { InwardAddressError, isInward, lookupOutward } from './connections/inward.js';
export { isBareAddress } from './connections/bare-address.js';
export { isInwardUrl, lookupElsewhere, organisationNetworks } from './connections/organisation-networks.js';
export { loggableRequest } from './http/loggable-request.js';
export { namedPlugin } from './http/named-plugin.js';
export { addEndpoint, type EndpointServer, type PricedEndpoint, pricesOf } from './http/add-endpoint.js';
export type { EndpointPrice, PlacedPrice } from './http/endpoint-price.js';
export { type BodyWay, BrokenSeal, sealing, unsealing } from './http/sealed-body.js';
export { type ForeignRequest, isLoopback, type LoopbackRequest, refuseForeign } from './http/own-requests.js';
export { secureTransportHeaders, securityHeaders } from './http/security-headers.js';

// The process.
export { isAlive } from './process/alive.js';
export { inProduction, isProduction, isSandbox } from './process/production.js';
export { returnMemory, returnMemoryWhenIdle, worthwhileBytes } from './process/return-memory.js';
export { reportFailure, StartFailure } from './process/start-failure.js';
export { unforeseenFault } from './process/unforeseen-fault.js';
export { untilStopRequested } from './process/until-stop-requested.js';
export { lookWhileListening, whileListening } from './process/while-listening.js';
export { openTracing, tracesEndpoint, type Tracing } from './telemetry/tracing.js';
