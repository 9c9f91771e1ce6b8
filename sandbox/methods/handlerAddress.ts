import { RestError } from '../rest/restError';

/**
 * The portal's check of a handler's address (docs/reference/bitrix24.md#handler-address-host,
 * docs/reference/bitrix24.md#rule-handler): a host with a dot after its first character, scheme
 * http or https. Throws the portal's error.
 */
export function checkHandlerAddress(address: string): void {
	const { scheme, host } =
		/^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(?<host>[^/?#:]+)/.exec(address)
			?.groups ?? { scheme: '', host: '' };
	if (!host || host.indexOf('.') <= 0) {
		throw new RestError(400, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL');
	}
	if (scheme !== 'http' && scheme !== 'https') {
		throw new RestError(400, 'ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol');
	}
}
