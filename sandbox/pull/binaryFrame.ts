import type { PullMessage } from './message';

/**
 * The messages in Bitrix24's binary format, which is Protocol Buffers: a ResponseBatch of one
 * Response of OutgoingMessages, by the field numbers that the official client reads
 * (b24jssdk, pullClient/protobuf/model).
 *
 * @param senderType number of the kind of sender
 */
export function binaryFrame(messages: readonly PullMessage[], senderType: number): Buffer {
	const outgoing = messages.map((message) => bytes(1, outgoingMessage(message, senderType)));
	const response = bytes(1, Buffer.concat(outgoing));
	return bytes(1, response);
}

function outgoingMessage({ mid, text, at }: PullMessage, senderType: number): Buffer {
	return Buffer.concat([
		bytes(1, Buffer.from(mid, 'hex')),
		bytes(2, Buffer.from(JSON.stringify(text))),
		fixed32(4, Math.floor(at / 1000)),
		bytes(5, number(1, senderType)),
	]);
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

function bytes(field: number, content: Buffer): Buffer {
	return Buffer.concat([tag(field, LENGTH_DELIMITED), varint(content.length), content]);
}

function number(field: number, value: number): Buffer {
	return Buffer.concat([tag(field, VARINT), varint(value)]);
}

function fixed32(field: number, value: number): Buffer {
	const content = Buffer.alloc(4);
	content.writeUInt32LE(value);
	return Buffer.concat([tag(field, FIXED_32), content]);
}

function tag(field: number, wireType: number): Buffer {
	return varint(field * 8 + wireType);
}

/** Seven bits to a byte, the lowest first; the high bit says that more follow. */
function varint(value: number): Buffer {
	const groups: number[] = [];
	let rest = value;
	while (rest >= 0x80) {
		groups.push((rest % 0x80) + 0x80);
		rest = Math.floor(rest / 0x80);
	}
	return Buffer.from([...groups, rest]);
}
