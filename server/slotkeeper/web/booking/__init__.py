"""What a patient sees: fragments for the widget under /f/, the same steps as pages under /c/."""
