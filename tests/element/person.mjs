// A person in Element: matrix-js-sdk with the Rust crypto that Element Web uses, in "exclude insecure devices" mode.
//
// One JSON object a line on stdin ({id, do, ...arguments}), one answer a line on stdout ({id, ...} or {id, error}).
// See driver.py for the commands.

import { createInterface } from "node:readline";
import * as sdk from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";
import { OnlySignedDevicesIsolationMode, decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/index.js";

// stdout belongs to the answers
for (const level of ["log", "info", "debug", "warn", "error", "trace"]) {
    console[level] = (...words) => process.stderr.write(`${level}: ${words.map(String).join(" ")}\n`);
}
logger.setLevel("error");

let client;
const seen = new Map(); // event id -> MatrixEvent, in order of arrival
const waiting = new Set();

function wake() {
    for (const look of waiting) look();
}

/** What this person's client shows of an event. */
async function shown(event) {
    const content = event.getContent();
    const clear = event.getClearContent() ?? event.getOriginalContent();
    const relation = event.getWireContent()["m.relates_to"] ?? clear["m.relates_to"] ?? null;
    const info = await client.getCrypto().getEncryptionInfoForEvent(event);
    const failure = event.isDecryptionFailure() ? (event.decryptionFailureReason ?? "UNKNOWN") : null;
    return {
        event_id: event.getId(),
        room_id: event.getRoomId(),
        sender: event.getSender(),
        type: event.getType(),
        msgtype: failure ? null : (clear.msgtype ?? null),
        body: failure ? null : (clear["m.new_content"]?.body ?? content.body ?? null),
        mentions: clear["m.mentions"] ?? null,
        relation,
        encrypted: event.isEncrypted(),
        failure,
        // 0 none, 1 grey, 2 red; null when it was not decrypted
        shield: info ? info.shieldColour : null,
        shield_reason: info ? info.shieldReason : null,
    };
}

/** The first event that fits, now or later. */
function wait({ room, pattern, event_id, sender, type, unreadable, timeout }) {
    const words = pattern === undefined ? null : new RegExp(pattern, "s");
    const fits = async (event) => {
        if (room && event.getRoomId() !== room) return null;
        if (event_id && event.getId() !== event_id) return null;
        if (sender && event.getSender() !== sender) return null;
        if (type && event.getType() !== type) return null;
        if (event.isBeingDecrypted() || event.isState()) return null;
        if (Boolean(unreadable) !== event.isDecryptionFailure()) return null;
        const found = await shown(event);
        return words && !words.test((unreadable ? found.failure : found.body) ?? "") ? null : found;
    };
    return new Promise((resolve, reject) => {
        const look = async () => {
            for (const event of [...seen.values()]) {
                const found = await fits(event);
                if (found) return done(() => resolve(found));
            }
        };
        const timer = setTimeout(async () => {
            const all = await Promise.all([...seen.values()].filter((e) => !e.isState()).map(shown));
            const last = all.slice(-5).map((e) => `${e.sender}: ${e.failure ?? e.body ?? e.type}`);
            done(() => reject(new Error(`nothing fitting in ${timeout} s; last seen: ${JSON.stringify(last)}`)));
        }, timeout * 1000);
        const done = (end) => {
            waiting.delete(look);
            clearTimeout(timer);
            end();
        };
        waiting.add(look);
        look();
    });
}

async function send(room, content) {
    return { event_id: (await client.sendEvent(room, "m.room.message", content)).event_id };
}

const commands = {
    async login({ url, user, password, recovery_key }) {
        const account = await sdk.createClient({ baseUrl: url }).loginRequest({
            type: "m.login.password",
            identifier: { type: "m.id.user", user },
            password,
        });
        client = sdk.createClient({
            baseUrl: url,
            userId: account.user_id,
            deviceId: account.device_id,
            accessToken: account.access_token,
            cryptoCallbacks: {
                getSecretStorageKey: async ({ keys }) => [Object.keys(keys)[0], decodeRecoveryKey(recovery_key)],
            },
        });
        await client.initRustCrypto({ useIndexedDB: false });
        const crypto = client.getCrypto();
        crypto.setTrustCrossSignedDevices(true);
        crypto.globalBlacklistUnverifiedDevices = true;
        crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
        const identify = () => crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (request) => request(null) });
        if (!recovery_key) await identify();
        client.on(sdk.RoomEvent.Timeline, (event) => {
            if (!seen.has(event.getId())) seen.set(event.getId(), event);
            wake();
        });
        client.on(sdk.MatrixEventEvent.Decrypted, wake);
        const prepared = new Promise((resolve) => {
            client.on(sdk.ClientEvent.Sync, (state) => state === "PREPARED" && resolve());
        });
        await client.startClient({ initialSyncLimit: 50, pollTimeout: 20000 });
        await prepared;
        if (recovery_key) {
            // As Element does when somebody logs in and gives their recovery key
            await crypto.userHasCrossSigningKeys(account.user_id, true);
            await identify();
        }
        return { user_id: account.user_id, device_id: account.device_id };
    },
    async join({ room }) {
        const { roomId } = await client.joinRoom(room);
        // Like Element, show no text box before the room's state has come: without it nothing can be encrypted
        while (!(await client.getCrypto().isEncryptionEnabledInRoom(roomId))) {
            await new Promise((later) => setTimeout(later, 50));
        }
        return { room_id: roomId };
    },
    async leave({ room }) {
        await client.leave(room);
        return {};
    },
    wait,
    /** What secret storage holds, opened with the recovery key. */
    async secrets() {
        const found = {};
        for (const usage of ["master", "self_signing", "user_signing"]) {
            found[usage] = await client.secretStorage.get(`m.cross_signing.${usage}`);
        }
        return { secrets: found };
    },
    /** How far a user and one of their devices are trusted, as this client has heard so far. */
    async trust({ user, device }) {
        const crypto = client.getCrypto();
        const devices = (await crypto.getUserDeviceInfo([user], true)).get(user) ?? new Map();
        const status = await crypto.getDeviceVerificationStatus(user, device);
        const identity = await crypto.getUserVerificationStatus(user);
        return {
            devices: [...devices.keys()].sort(),
            signed: Boolean(status?.signedByOwner),
            verified: Boolean(status?.crossSigningVerified),
            known: identity.known,
            changed: identity.needsUserApproval,
        };
    },
    async members({ room }) {
        return { members: Object.keys((await client.getJoinedRoomMembers(room)).joined).sort() };
    },
    async say({ room, text }) {
        return send(room, { msgtype: "m.text", body: text, "m.mentions": {} });
    },
    /** As Element Web sends somebody picked from its list: the name in the text, the link in the HTML. */
    async pill({ room, before, called, user, after }) {
        const link = `<a href="https://matrix.to/#/${encodeURIComponent(user)}">${called}</a>`;
        return send(room, {
            "msgtype": "m.text",
            "body": `${before}${called}${after}`,
            "format": "org.matrix.custom.html",
            "formatted_body": `${before}${link}${after}`,
            "m.mentions": { user_ids: [user] },
        });
    },
    /** In a thread, which is begun if there is none: as Element says it, it replies to the latest message there. */
    async thread({ room, root, text }) {
        const inside = [...seen.values()].filter((event) => event.getWireContent()["m.relates_to"]?.event_id === root);
        return send(room, {
            "msgtype": "m.text",
            "body": text,
            "m.mentions": {},
            "m.relates_to": {
                "rel_type": "m.thread",
                "event_id": root,
                "is_falling_back": true,
                "m.in_reply_to": { event_id: inside.at(-1)?.getId() ?? root },
            },
        });
    },
    async reply({ room, to, text }) {
        const answered = seen.get(to)?.getSender();
        return send(room, {
            "msgtype": "m.text",
            "body": text,
            "m.mentions": answered ? { user_ids: [answered] } : {},
            "m.relates_to": { "m.in_reply_to": { event_id: to } },
        });
    },
    async react({ room, to, key }) {
        const relation = { rel_type: "m.annotation", event_id: to, key };
        return { event_id: (await client.sendEvent(room, "m.reaction", { "m.relates_to": relation })).event_id };
    },
    /** What Element Android makes of an edited reply: the quoted message stands before the new text. */
    async edit_quoting({ room, to, quoted, text }) {
        const original = seen.get(quoted);
        const lines = `<${original.getSender()}> ${original.getContent().body}`.split("\n");
        const body = `${lines.map((line) => `> ${line}`).join("\n")}\n\n${text}`;
        return send(room, {
            "msgtype": "m.text",
            "body": `* ${body}`,
            "m.new_content": { "msgtype": "m.text", "body": body, "m.mentions": {} },
            "m.mentions": {},
            "m.relates_to": { rel_type: "m.replace", event_id: to },
        });
    },
    async edit({ room, to, text }) {
        return send(room, {
            "msgtype": "m.text",
            "body": `* ${text}`,
            "m.new_content": { "msgtype": "m.text", "body": text, "m.mentions": {} },
            "m.mentions": {},
            "m.relates_to": { rel_type: "m.replace", event_id: to },
        });
    },
    async redact({ room, to }) {
        return { event_id: (await client.redactEvent(room, to)).event_id };
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const { id, do: name, ...words } = JSON.parse(line);
    // Not awaited: a person can wait for a message and write at the same time
    commands[name](words)
        .then((answer) => process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`))
        .catch((error) => process.stdout.write(`${JSON.stringify({ id, error: String(error?.message ?? error) })}\n`));
}
client?.stopClient();
process.exit(0);
