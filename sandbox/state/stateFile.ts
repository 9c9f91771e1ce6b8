import { open, readFile, rename, rm } from 'node:fs/promises';
import { isRecord } from './plain';
import type { Parts } from './portalState';

const FORMAT = 'n8n-nodes-bitrix24 sandbox state';
const VERSION = 1;

/** The file cannot be used; the text says why and what to do. */
export class StateFileError extends Error {
	constructor(path: string, reason: string) {
		super(
			`The state file ${path} cannot be used: ${reason}. It was left as it is. Move it away to begin with a new portal, or name another file.`,
		);
	}
}

/** One portal's state on disk. It holds secrets and tokens, so only its owner may read it. */
export class StateFile {
	constructor(readonly path: string) {}

	/** What the file holds; undefined: there is none yet. Throws StateFileError. */
	async read(): Promise<Parts | undefined> {
		const text = await this.readText();
		return text === undefined ? undefined : this.partsOf(text);
	}

	/** Writes beside the file and renames, so that there is the old state or the new one, never half of one. */
	async write(parts: Parts): Promise<void> {
		const text = JSON.stringify({ format: FORMAT, version: VERSION, portal: parts });
		const beside = `${this.path}.${process.pid}.new`;
		try {
			const file = await open(beside, 'w', 0o600);
			try {
				await file.writeFile(`${text}\n`);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(beside, this.path);
		} catch (error) {
			await rm(beside, { force: true });
			throw error;
		}
	}

	private async readText(): Promise<string | undefined> {
		try {
			return await readFile(this.path, 'utf8');
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw new StateFileError(this.path, String(error));
		}
	}

	private partsOf(text: string): Parts {
		const content = parsed(text);
		if (content === undefined) {
			throw new StateFileError(this.path, 'it is not JSON, or it breaks off');
		}
		if (!isRecord(content) || content.format !== FORMAT || !isRecord(content.portal)) {
			throw new StateFileError(this.path, 'another program wrote it');
		}
		if (content.version !== VERSION) {
			const written = String(content.version);
			throw new StateFileError(
				this.path,
				`it has version ${written} of the format, and this program reads version ${VERSION}`,
			);
		}
		return content.portal;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isMissing(error: unknown): boolean {
	return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
