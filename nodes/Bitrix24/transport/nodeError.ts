import { NodeApiError } from 'n8n-workflow';
import type { INode, JsonObject } from 'n8n-workflow';

import { describe } from './errors';
import type { PortalError } from './errors';

/**
 * The error as n8n shows it. It is made anew from our words alone: n8n would keep the text of an
 * error that it wrapped before (conventions.md 4.1).
 *
 * @param itemIndex the item it belongs to, where it belongs to one
 */
export function toNodeError(node: INode, error: PortalError, itemIndex?: number): NodeApiError {
	const response: JsonObject = { error: error.code, error_description: error.original ?? '' };
	return new NodeApiError(node, response, {
		message: error.message,
		description: describe(error),
		httpCode: error.status === undefined ? undefined : String(error.status),
		itemIndex,
		failure: error.cause === undefined ? undefined : { cause: error.cause },
	});
}
