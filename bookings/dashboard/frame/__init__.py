"""What every page stands on: who reaches what, how rows of a business are shown and saved, the sidebar, the words."""
