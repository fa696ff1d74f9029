/* Refused: its folder is not in the list of layers. */
