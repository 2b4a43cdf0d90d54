"""The days on which offices work or not although the published calendar says otherwise, kept by an officer."""
