/** The smallest file that is valid. */
export const minimalConfig = {
  users: {
    mappings: [
      { target: 'emails[type eq "work"].value', source: '[mail]', match: 1 },
      { target: 'userName', source: '[mailNickname]' },
    ],
  },
};
