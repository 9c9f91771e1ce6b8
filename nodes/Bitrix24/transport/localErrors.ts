import type { PortalError } from './errors';

/** Errors that do not come from the portal: what our own side knows of a call. */

export const NOT_SENT: PortalError = {
	code: 'not_sent',
	message: 'The call was not made, because one before it did not succeed.',
	advice: 'Mend the item before it, or switch on Continue On Fail, and run the workflow again.',
};

export const NO_RESULT: PortalError = {
	code: 'no_result',
	message: 'Bitrix24 answered without saying what became of this call.',
	advice: 'It may have been carried out or not: look on the portal before you repeat it.',
	cause: 'temporarily-unavailable',
};

export const CANCELLED: PortalError = {
	code: 'cancelled',
	message: 'The execution was cancelled before this call was made.',
	advice: 'Run the workflow again to make it.',
};
