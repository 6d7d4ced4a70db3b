/** The encodings that a profile can ask for first: those that servers can send whole screens in. */
export const encodingNames = [
  'Raw',
  'RRE',
  'CoRRE',
  'Hextile',
  'Zlib',
  'Tight',
  'TightPng',
  'ZRLE',
  'TRLE',
  'ZYWRLE',
  'JPEG',
] as const;
