/** A text in which an edit cannot be written so that it means what it should. */
export class Unwritable extends Error {}
